import Dispatch
import EventJournal
import NightEngine
import ServiceHours
import SiteSettings
import Synchronization
import Telephony

/// Erases the names, numbers and words of people that are older than the site keeps them, and speech that was not played for
/// a while: once after the start, when the journal was found whole, and every day at noon in Japan, when the fewest are called.
final class Retention: Sendable {
    private let journal: SQLiteJournal
    private let site: Mutex<Site>
    private let isCancelled = Atomic(false)
    private let queue = DispatchQueue(label: "retention", qos: .background)
    private let loop = Mutex<Task<Void, Never>?>(nil)

    init(_ journal: SQLiteJournal, _ site: Site) {
        self.journal = journal
        self.site = Mutex(site)
    }

    /// Takes what a reloaded site says; it counts from the next run on.
    func change(_ site: Site) {
        self.site.withLock { $0 = site }
    }

    func begin() {
        let task = Task { [self] in
            while !Task.isCancelled {
                queue.async { [self] in run(at: RealClock.now()) }
                let now = RealClock.now()
                try? await Task.sleep(for: .microseconds(now.nextNoon.since(now).microseconds))
            }
        }
        loop.withLock { $0 = task }
    }

    /// Waits for a run under way, which ends at its next piece.
    func stop() {
        isCancelled.store(true, ordering: .relaxed)
        loop.withLock { $0?.cancel() }
        queue.sync {}
    }

    private func run(at now: Instant) {
        let site = site.withLock { $0 }
        for folder in site.speechFolders { folder.remove(unusedSince: now - SpeechFolder.keptFor) }
        guard let days = site.retentionDays, !isAsked else { return }
        do {
            let found = try PersonalTexts(
                lastUsedBefore: now - .hours(24 * days), in: journal,
                isCancelled: { [self] in isAsked })
            let erased = try journal.erase(found, isCancelled: { [self] in isAsked })
            if erased > 0 { StandardError.print("erased \(erased) texts older than \(days) days") }
        } catch {
            if !isAsked { StandardError.print("texts older than \(days) days were not erased: \(error)") }
        }
    }

    private var isAsked: Bool { isCancelled.load(ordering: .relaxed) }
}

extension Instant {
    /// Noon in Japan of this day or the next, after this instant.
    var nextNoon: Instant {
        let noon = japanTime.date.startInJapan + .hours(12)
        return noon > self ? noon : noon + .hours(24)
    }
}
