import ArgumentParser
import CallTree
import ServiceHours
import SiteSettings

/// The service calendar of a contract in a site folder, with the site's holiday table if it has one.
func siteCalendar(site: String, contract: String) throws -> ServiceCalendar {
    let site = try SiteFolder.site(site, purpose: .check)
    guard let found = site.contract(ContractID(contract)) else {
        let known = site.contracts.map(\.contract.id.text).joined(separator: ", ")
        throw ValidationError("The site has no contract \"\(contract)\"; there are: \(known).")
    }
    return found.contract.calendar
}
