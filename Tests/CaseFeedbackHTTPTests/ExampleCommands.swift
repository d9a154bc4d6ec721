import Foundation

/// Commands as a client writes them.
enum Example {
    static func id() -> String { UUID().uuidString.lowercased() }

    static func command(
        _ type: String, _ data: String, id: String = id(), on day: String = "2018-03-01", organisation: String = "1480",
        with more: String = ""
    ) -> String {
        """
        {"id":"\(id)","type":"\(type)","organisation":"\(organisation)","occurredOn":"\(day)",\(more)"synthetic":[""],\
        "data":\(data)}
        """
    }

    /// An organisation with a committee.
    static func joined(organisation: String = "1480") -> [String] {
        [
            command(
                "join-municipality",
                #"{"name":{"sv":"Göteborgs Stad"},"nature":"demonstration","zone":"Europe/Stockholm"}"#,
                on: "2018-01-01", organisation: organisation),
            command(
                "establish-committee", #"{"committee":"centrum","label":{"sv":"Centrum"},"validFrom":"2011-01-01"}"#,
                on: "2018-01-01", organisation: organisation),
        ]
    }

    static func registerUnit(
        _ unit: String, id: String = id(), label: String = "Enheten", day: String = "2018-03-01", with more: String = ""
    ) -> String {
        command(
            "register-unit",
            #"{"unit":"\#(unit)","label":{"sv":"\#(label)"},"committee":"centrum","validFrom":"2014-01-01"}"#, id: id,
            on: day, with: more)
    }

    static func registerPerson(_ person: String, name: String? = nil, id: String = id()) -> String {
        command(
            "register-person", #"{"person":"\#(person)"\#(name.map { #","name":"\#($0)""# } ?? "")}"#, id: id)
    }

    /// Two units in a cycle, the second from April 2018 on.
    static let enrolled =
        joined() + [
            command(
                "open-cycle",
                #"{"cycle":"2018","label":{"sv":"Omgången 2018"},"starts":"2018-01-01","ends":"2018-12-31"}"#,
                on: "2018-01-01"),
            command(
                "publish-interview-guide",
                #"""
                {"guide":"guide","label":{"sv":"Intervjuguide"},"validFrom":"2018-01-01","questions":[\#
                {"aspect":"experienced","code":"contact-1","topic":"contact","wording":"Hur har kontakten varit?"}]}
                """#, on: "2018-01-01"),
            command("adopt-matrix-template", #"{"template":"matrix","validFrom":"2018-01-01"}"#, on: "2018-01-01"),
            registerUnit("norra", day: "2018-01-01"),
            registerUnit("sodra", day: "2018-01-01"),
            enrol("norra", on: "2018-02-01"),
            enrol("sodra", on: "2018-04-01"),
        ]

    private static func enrol(_ unit: String, on day: String) -> String {
        command(
            "enrol-unit", #"{"cycle":"2018","unit":"\#(unit)","guide":"guide","template":"matrix"}"#, on: day)
    }
}
