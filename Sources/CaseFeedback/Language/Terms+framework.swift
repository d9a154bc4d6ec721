extension Terms {
    /// The words of faults and of what every record has.
    static let framework: [String: [String: Sentence]] = [
        "boolean": [
            "true": Sentence(sv: "ja", en: "yes"),
            "false": Sentence(sv: "nej", en: "no"),
        ],
        "nature": [
            "live": Sentence(sv: "skarp drift", en: "live use"),
            "demonstration": Sentence(sv: "demonstration", en: "demonstration"),
        ],
        "retentionClass": [
            "child": Sentence(sv: "handlingar om barn", en: "records about children"),
            "activity": Sentence(sv: "handlingar om verksamheten", en: "records about the work"),
            "reference": Sentence(sv: "registeruppgifter", en: "reference records"),
        ],
        "unreadable": [
            "unknown-type": Sentence(sv: "programmet känner inte till typen", en: "the program does not know the type"),
            "unknown-version": Sentence(
                sv: "programmet känner inte till versionen", en: "the program does not know the version"),
        ],
        "expected": kinds.merging(expectations) { one, _ in one },
        "found": kinds.merging(["end-of-text": Sentence(sv: "textens slut", en: "the end of the text")]) { one, _ in one
        },
    ]

    private static let kinds: [String: Sentence] = [
        "null": Sentence(sv: "null", en: "null"),
        "boolean": Sentence(sv: "sant eller falskt", en: "true or false"),
        "integer": Sentence(sv: "ett heltal", en: "an integer"),
        "string": Sentence(sv: "en text", en: "a string"),
        "array": Sentence(sv: "en lista", en: "an array"),
        "object": Sentence(sv: "ett objekt", en: "an object"),
    ]

    private static let expectations: [String: Sentence] = [
        "value": Sentence(sv: "ett värde", en: "a value"),
        "key": Sentence(sv: "ett fältnamn inom citattecken", en: "a field name in quotation marks"),
        "colon": Sentence(sv: "ett kolon", en: "a colon"),
        "digit": Sentence(sv: "en siffra", en: "a digit"),
        "comma-or-bracket": Sentence(sv: "ett komma eller ]", en: "a comma or ]"),
        "comma-or-brace": Sentence(sv: "ett komma eller }", en: "a comma or }"),
        "closing-quote": Sentence(sv: "ett avslutande citattecken", en: "a closing quotation mark"),
        "escape": Sentence(sv: "ett av tecknen \"\\/bfnrtu", en: "one of the characters \"\\/bfnrtu"),
        "hex-digits": Sentence(sv: "fyra hexadecimala siffror", en: "four hexadecimal digits"),
        "surrogate-pair": Sentence(sv: "ett helt surrogatpar", en: "a whole surrogate pair"),
        "escaped-control-character": Sentence(
            sv: "styrtecknet skrivet med omvänt snedstreck", en: "the control character written with a backslash"),
        "no-leading-zero": Sentence(sv: "ett tal utan inledande nolla", en: "a number without a leading zero"),
        "end-of-text": Sentence(sv: "textens slut", en: "the end of the text"),
    ]
}
