extension Refusals {
    /// What a single value is refused for.
    static let values: [String: Sentence] = [
        "malformed-child-reference": Sentence(
            sv: "Detta är ingen barnreferens. En sådan ser ut så här: {form}, med versaler, och hämtas med "
                + "”casefeedback reference”.",
            en:
                "This is no child reference. One looks like {form}, in upper case, and is made by “casefeedback reference”."
        ),
        "child-reference-check-character": Sentence(
            sv: "Barnreferensens kontrolltecken stämmer inte: något tecken är felskrivet. Jämför med ärendesystemet.",
            en:
                "The check character of the child reference is wrong: a character is mistyped. Compare with the case system."
        ),
        "personal-identity-number": Sentence(
            sv: "Texten innehåller något som ser ut som ett personnummer eller samordningsnummer. Ta bort det: "
                + "här känns barn bara genom sin barnreferens.",
            en:
                "The text holds what looks like a personal identity number. Remove it: children are known here by their "
                + "child reference only."),
        "empty-text": Sentence(sv: "Texten är tom. Skriv något.", en: "The text is empty. Write something."),
        "text-too-long": Sentence(
            sv: "Texten är längre än {maximum} tecken. Korta den eller dela upp den.",
            en: "The text is longer than {maximum} characters. Shorten or divide it."),
        "control-character": Sentence(
            sv:
                "Texten innehåller ett styrtecken som inte får finnas där, i en beteckning även radbrytning. Ta bort det.",
            en: "The text holds a control character that must not be there, in a label a line break too. Remove it."),
        "malformed-registration-number": Sentence(
            sv: "Diarienumret har tecken som inte hör dit. Det kan se ut så här: {form}.",
            en: "The registration number has characters that do not belong in it. It may look like {form}."),
        "malformed-zone": Sentence(
            sv: "Detta är inget namn på en tidszon. Skriv till exempel {form}.",
            en: "This is no name of a time zone. Write for instance {form}."),
        "malformed-role-scope": Sentence(
            sv: "Rollens omfattning skrivs {form}.", en: "The scope of a role is written {form}."),
        "malformed-organisation": Sentence(
            sv: "Organisationens beteckning godtas inte. Form: {form}, för en kommun dess fyrsiffriga kod.",
            en: "The organisation's identifier is not accepted. Form: {form}, for a municipality its four-digit code."),
        "malformed-identifier": Sentence(
            sv: "Beteckningen godtas inte. Använd små bokstäver a–z, siffror och bindestreck. Form: {form}.",
            en: "The identifier is not accepted. Use lower-case letters, digits and hyphens. Form: {form}."),
        "malformed-type-name": Sentence(
            sv: "Typens namn godtas inte. Form: {form}.", en: "The type's name is not accepted. Form: {form}."),
        "malformed-position": Sentence(
            sv: "Positionen godtas inte. Den skrivs {form}.", en: "The position is not accepted. It is written {form}."),
        "malformed-uuid": Sentence(
            sv: "Detta är inget UUID. Det skrivs {form}.", en: "This is no UUID. It is written {form}."),
        "malformed-day": Sentence(sv: "Dagen skrivs {form}.", en: "A day is written {form}."),
        "no-such-day": Sentence(
            sv: "Den dagen finns inte i kalendern. Kontrollera månad och dag.",
            en: "There is no such day in the calendar. Check month and day."),
        "malformed-instant": Sentence(
            sv: "Tidpunkten skrivs {form}, i UTC med Z.", en: "A moment is written {form}, in UTC with Z."),
    ]
}
