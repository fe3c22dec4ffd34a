import AlertSources
import ArgumentParser
import Foundation
import ServiceHours
import SiteSettings

/// How the commands read a site folder: with this process's environment, this program's sources and today's calendar.
enum SiteFolder {
    static func reader(_ folder: String, purpose: SiteReader.Purpose) -> SiteReader {
        SiteReader(
            folder: folder, environment: ProcessInfo.processInfo.environment,
            sourceKinds: SourceCatalogue.all.map { $0.kind }, holidays: .current(), purpose: purpose)
    }

    /// The site, or all its problems on standard error and exit code 2.
    static func site(_ folder: String, purpose: SiteReader.Purpose) throws -> Site {
        switch reader(folder, purpose: purpose).read() {
        case .unreadable(let reason):
            StandardError.print(reason)
            throw ExitCode(2)
        case .refused(let problems):
            problems.forEach { StandardError.print("\($0)") }
            throw ExitCode(2)
        case .site(let site, _):
            return site
        }
    }
}
