import ArgumentParser
import ServiceHours

/// The service calendar of a contract in a site folder, with the site's holiday table if it has one.
func siteCalendar(site: String, contract: String) throws -> ServiceCalendar {
    throw ValidationError("the site folder \(site) cannot be read for contract \(contract) by this build")
}
