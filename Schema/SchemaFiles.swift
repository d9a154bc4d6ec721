/// The SQL of casefeedback, embedded in the binary.
package enum SchemaFiles {}
