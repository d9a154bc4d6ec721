import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore

extension Call {
    /// The organisation that was named, else the only one that the database has, which is then said.
    func organisation(
        _ option: OrganisationOption, in installation: Installation
    ) async throws(Failure) -> OrganisationID {
        if let named = settings.text(.organisation, flag: option.organisation) {
            return try OptionValue.read(OrganisationID.self, named, option: Setting.organisation.flag)
        }
        let all = try await organisations(in: installation)
        guard let only = all.first else { throw Failure(Problem(.notFound, "no-organisation")) }
        guard all.count == 1 else {
            throw .usage(
                "organisation-not-chosen", ["organisations": all.map(\.text).joined(separator: ", ")],
                field: Setting.organisation.flag)
        }
        console.note(
            Sentence(
                sv: "(Organisationen {organisation}, den enda i databasen.)",
                en: "(The organisation {organisation}, the only one in the database.)"),
            ["organisation": only.text])
        return only
    }

    /// The organisation that was named, else all.
    func organisations(
        _ option: OrganisationOption, in installation: Installation,
        orElse isThere: (OrganisationID) async throws(Failure) -> Bool = { _ in false }
    ) async throws(Failure) -> [OrganisationID] {
        let all = try await organisations(in: installation)
        guard let named = settings.text(.organisation, flag: option.organisation) else { return all }
        let organisation = try OptionValue.read(OrganisationID.self, named, option: Setting.organisation.flag)
        if all.contains(organisation) { return [organisation] }
        guard try await isThere(organisation) else {
            throw Failure(
                Problem(
                    .notFound, "organisation-not-found", ["organisation": organisation.text],
                    field: Setting.organisation.flag))
        }
        return [organisation]
    }

    private func organisations(in installation: Installation) async throws(Failure) -> [OrganisationID] {
        let heads = try await storeFailure { () async throws(StoreError) in try await installation.log.heads() }
        return Set(heads.keys.map(\.organisation)).sorted()
    }
}
