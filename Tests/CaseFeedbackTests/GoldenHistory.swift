import CanonicalJSON

@testable import CaseFeedback

/// A history in which everything of an area happens once, with every field filled.
enum GoldenHistory {
    static func organisation() throws -> Scenario {
        try people(committees(Scenario.joined()))
            .given(
                "2018-01-01", "record-case-worker",
                ["child": "B-7K4Q-X2M9", "caseWorker": "p-12", "validFrom": "2018-01-01"]
            )
            .given("2019-01-01", "end-case-worker", ["child": "B-7K4Q-X2M9", "validFrom": "2019-01-01"])
            .adoptingInstruments()
            .exchanging()
    }

    private static func committees(_ scenario: Scenario) throws -> Scenario {
        try scenario
            .given(
                "2017-01-01", "record-source",
                [
                    "code": "kusten", "title": "Erfarenhetsutbyte", "publisher": "Göteborgs Stad",
                    "publishedOn": "2018-09-20", "locator": "https://example.org/kusten",
                ]
            )
            .given(
                "2017-01-01", "establish-committee",
                [
                    "committee": "sdn-majorna", "validFrom": "2011-01-01",
                    "label": ["sv": "SDN Majorna-Linné", "en": "Majorna-Linné district committee"],
                ]
            )
            .given(
                "2017-01-01", "establish-committee",
                ["committee": "sn-sydvast", "label": ["sv": "Socialnämnd Sydväst"], "validFrom": "2021-01-01"]
            )
            .given(
                "2017-01-01", "register-unit",
                [
                    "unit": "majorna", "label": ["sv": "Barn och unga", "en": "Children and youth"],
                    "committee": "sdn-majorna", "validFrom": "2017-01-01",
                ]
            )
            .given(
                "2017-01-01", "register-unit",
                ["unit": "hogsbo", "label": ["sv": "Högsbo"], "committee": "sdn-majorna", "validFrom": "2017-01-01"]
            )
            .given(
                "2018-01-01", "record-unit-code",
                ["unit": "majorna", "register": "payroll", "code": "N138-40", "validFrom": "2018-01-01"]
            )
            .given(
                "2019-01-01", "rename-unit",
                ["unit": "majorna", "label": ["sv": "Majorna", "en": "Majorna unit"], "validFrom": "2019-01-01"]
            )
            .given(
                "2020-12-01", "move-unit", ["unit": "majorna", "committee": "sn-sydvast", "validFrom": "2021-01-01"]
            )
            .given(
                "2020-12-31", "close-unit", ["unit": "hogsbo", "lastDay": "2020-12-31", "successor": "majorna"]
            )
            .given(
                "2020-12-31", "close-committee",
                ["committee": "sdn-majorna", "lastDay": "2020-12-31", "successor": "sn-sydvast"])
    }

    private static func people(_ scenario: Scenario) throws -> Scenario {
        func role(_ day: JSONValue) -> JSONValue {
            ["person": "p-12", "role": "seminar-leader", "scope": "unit:majorna", "validFrom": day, "ground": "Beslut"]
        }
        return
            try scenario
            .given("2017-01-01", "register-person", ["person": "p-12", "name": "Anna Exempel"])
            .given("2018-01-01", "assign-role", role("2018-01-01"))
            .given("2018-12-31", "revoke-role", role("2019-01-01"))
    }
}

extension Scenario {
    fileprivate func adoptingInstruments() throws -> Scenario {
        func guide(_ day: JSONValue, _ more: [String: JSONValue] = [:]) -> JSONValue {
            let content: [String: JSONValue] = [
                "guide": "barnintervju", "validFrom": day, "label": ["sv": "Intervjuguide", "en": "Interview guide"],
                "questions": [
                    ["code": "q-1", "topic": "contact", "aspect": "experienced", "wording": "Hur var det att träffas?"]
                ],
            ]
            return .object(content.merging(more) { $1 })
        }
        return try given("2017-08-01", "publish-interview-guide", guide("2017-09-01"))
            .given(
                "2018-09-13", "request-guide-revision",
                ["guide": "barnintervju", "unit": "majorna", "text": "Enklare ord."]
            )
            .given("2018-10-01", "revise-interview-guide", guide("2018-11-01", ["answeredRequests": [1]]))
            .given("2017-08-01", "adopt-matrix-template", ["template": "arsrapport", "validFrom": "2017-09-01"])
            .given("2017-08-01", "adopt-consent-rule", ["validFrom": "2017-09-01"])
            .given(
                "2017-08-01", "adopt-suppression-rule",
                ["committee": "sdn-majorna", "validFrom": "2017-09-01", "threshold": 6]
            )
            .given(
                "2017-08-01", "adopt-retention-rule",
                [
                    "committee": "sdn-majorna", "retentionClass": "child", "validFrom": "2017-09-01", "years": 5,
                    "citation": "SoL 12 kap. 1 §",
                ])
    }

    fileprivate func exchanging() throws -> Scenario {
        let label: JSONValue = ["sv": "Erfarenhetsutbyte", "en": "Exchange seminar"]
        return try given(
            "2017-08-01", "open-cycle",
            [
                "cycle": "2017-2018", "label": ["sv": "Pilotomgången", "en": "Pilot round"], "starts": "2017-09-01",
                "ends": "2018-11-30",
            ]
        )
        .given(
            "2017-09-01", "state-cycle-goals",
            ["cycle": "2017-2018", "forChildren": ["Att bli lyssnad på."], "forServices": ["Att lära.", "Att ändra."]]
        )
        .given(
            "2018-05-01", "plan-exchange-seminar",
            [
                "seminar": "2018-09-13", "cycle": "2017-2018", "label": label, "plannedFor": "2018-09-13",
                "place": "Hotell Kusten",
            ]
        )
        .given(
            "2018-09-13", "hold-exchange-seminar",
            [
                "seminar": "2018-09-13", "cycle": "2017-2018", "label": label, "place": "Hotell Kusten",
                "units": ["majorna", "hogsbo"], "organisations": ["Social resursförvaltning"], "participants": 25,
            ]
        )
        .given(
            "2018-09-13", "set-exchange-question",
            ["seminar": "2018-09-13", "round": 1, "wording": "Vad var bra?"]
        )
        .given("2018-09-13", "agree-exchange-point", ["seminar": "2018-09-13", "text": "Alla vill fortsätta."])
        .given(
            "2018-09-13", "hold-presentation",
            ["seminar": "2018-09-13", "role": "process-leader", "text": "Slutsatser av 84 intervjuer."]
        )
        .given(
            "2018-10-01", "state-next-step",
            ["seminar": "2018-09-13", "unit": "majorna", "text": "Vi prövar en ny inbjudan."]
        )
        .given("2018-12-01", "close-cycle", ["cycle": "2017-2018"])
    }
}
