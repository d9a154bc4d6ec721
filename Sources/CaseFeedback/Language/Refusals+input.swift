extension Refusals {
    /// What a text is refused for before it says anything: the codes of `JSONFault`, and of the command's envelope.
    static let input: [String: Sentence] = [
        "malformed-json": Sentence(
            sv:
                "Texten är inte giltig JSON: här stod {found}, men väntat var {expected}. Rätta tecknet och skicka igen.",
            en: "The text is not valid JSON: found {found}, expected {expected}. Correct it and send it again."),
        "duplicate-key": Sentence(
            sv: "Fältet ”{field}” står två gånger, första gången på rad {firstLine}. Ta bort det ena.",
            en: "The field “{field}” stands twice, first on line {firstLine}. Remove one of them."),
        "unknown-field": Sentence(
            sv: "Fältet ”{field}” finns inte här. Kända fält: {known}.",
            en: "There is no field “{field}” here. Known fields: {known}."),
        "missing-field": Sentence(
            sv: "Fältet ”{field}” saknas. Lägg till det.", en: "The field “{field}” is missing. Add it."),
        "wrong-type": Sentence(
            sv: "Här ska stå {expected}, men där står {found}. Ändra värdet.",
            en: "This must be {expected}, but it is {found}. Change the value."),
        "number-out-of-range": Sentence(
            sv: "Talet ligger utanför det tillåtna: från {minimum} till {maximum}. Ändra det.",
            en: "The number is out of range: from {minimum} to {maximum}. Change it."),
        "not-an-integer": Sentence(
            sv: "Talet är inget heltal. Skriv det utan decimaler och utan exponent.",
            en: "The number is no integer. Write it without a fraction and without an exponent."),
        "not-utf8": Sentence(
            sv: "Texten är inte kodad i UTF-8. Spara filen som UTF-8 och skicka igen.",
            en: "The text is not encoded in UTF-8. Save the file as UTF-8 and send it again."),
        "nesting-too-deep": Sentence(
            sv: "Texten har fler nivåer än {maximum}. Förenkla den.",
            en: "The text has more than {maximum} levels. Make it simpler."),
        "not-canonical": Sentence(
            sv:
                "Den lagrade texten är inte i kanonisk form (från byte {offset}). Någon annan än programmet kan ha skrivit den.",
            en:
                "The stored text is not canonical (from byte {offset}). Something other than the program may have written it."
        ),
        "invalid-value": Sentence(
            sv: "Värdet godtas inte. Ändra det.", en: "The value is not accepted. Change it."),
        "too-large": Sentence(
            sv: "Texten är {size} byte, och gränsen är {maximum}. Dela upp den.",
            en: "The text has {size} bytes, and the limit is {maximum}. Divide it."),
        "unsupported-type": Sentence(
            sv: "Programmet försökte skriva ett värde av typen {type}, som inte kan lagras. Anmäl felet.",
            en: "The program tried to write a value of type {type}, which cannot be stored. Report the fault."),
        "not-one-of": Sentence(
            sv: "Värdet är inget av dem som kan väljas: {allowed}.",
            en: "The value is none of those that can be chosen: {allowed}."),
        "not-accepted": Sentence(
            sv: "Värdet godtas inte. Ändra det.", en: "The value is not accepted. Change it."),
        "occurrence-missing-or-double": Sentence(
            sv: "Ange antingen occurredOn (en dag) eller occurredAt (ett klockslag), inte båda och inte inget.",
            en: "Give either occurredOn (a day) or occurredAt (a moment), not both and not neither."),
        "negative-version": Sentence(
            sv: "En ström har versionen 0, innan något har hänt, eller en högre. Ändra talet, eller utelämna fältet.",
            en:
                "A stream is at version 0, before anything has happened, or at a higher one. Change it, or leave the field out."
        ),
        "unknown-command": Sentence(
            sv: "Kommandot ”{type}” finns inte. Kontrollera stavningen, eller använd en nyare version av programmet.",
            en: "There is no command “{type}”. Check its spelling, or use a newer version of the program."),
    ]
}
