/// The editions of Azure's interfaces that NightCall speaks: one for each service, which every request names
/// (https://learn.microsoft.com/en-us/rest/api/azure/).
enum AzureVersion {
    static let compute = "2024-07-01"
    static let resourceHealth = "2025-05-01"
    static let maintenance = "2023-04-01"
    static let metrics = "2023-10-01"
    static let backup = "2023-04-01"
    static let support = "2024-04-01"
}
