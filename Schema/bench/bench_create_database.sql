-- The scratch database of `casefeedback bench`: a fixed name, since a database's name can't be a parameter.
CREATE DATABASE casefeedback_bench TEMPLATE template0 ENCODING 'UTF8'
