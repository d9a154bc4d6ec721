/// What a child is asked about.
package enum Topic: String, Term {
    case contact, knowledge, participation

    package static let vocabulary = "topic"
}

/// How a topic is asked about: as it was, and as the child would have it.
package enum Aspect: String, Term {
    case experienced, wished

    package static let vocabulary = "aspect"
}
