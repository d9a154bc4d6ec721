import CaseFeedback

/// The wheel's colours: `dark` carries white text, `tint` and the page carry `ink`. WCAG 2.1 AA asks 4.5 : 1 for text and
/// 3 : 1 for shapes that mean something; a test computes both. No phase is told by its colour alone.
enum WheelPalette {
    static let page = "#FFFFFF"
    static let ink = "#1B1B1B"
    static let quiet = "#4A4A4A"
    static let notice = "#FFE9A8"

    struct Pair {
        let dark: String
        let tint: String
    }

    static func pair(_ phase: Phase) -> Pair {
        switch phase {
        case .planning: Pair(dark: "#4A5568", tint: "#E8EBF0")
        case .interviews: Pair(dark: "#005A9C", tint: "#DCEBF8")
        case .seminar: Pair(dark: "#6B2C91", tint: "#EFE3F5")
        case .report: Pair(dark: "#8A4B00", tint: "#FBEBD6")
        case .committee: Pair(dark: "#0B6B3A", tint: "#DDF1E5")
        case .followUp: Pair(dark: "#9B1C31", tint: "#F9E1E5")
        case .closed: Pair(dark: "#333333", tint: "#EDEDED")
        }
    }
}
