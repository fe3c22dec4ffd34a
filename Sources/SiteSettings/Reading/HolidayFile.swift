import Documents
import Foundation
import ServiceHours

/// The Cabinet Office's table of holidays, as published in Shift_JIS or saved again as UTF-8.
struct HolidayFile {
    let reader: SiteReader

    /// Nil after an error has been reported at the field that names the file.
    func read(_ path: String, _ field: Field) -> HolidayTable? {
        guard let bytes = try? reader.files.read(SitePath.resolve(path, in: reader.folder), DocumentText.byteLimit)
        else {
            field.error(
                "the file \(Quoted(path)) cannot be read", mend: "put the Cabinet Office's syukujitsu.csv there")
            return nil
        }
        guard bytes.count <= DocumentText.byteLimit, let text = Self.text(bytes) else {
            field.error(
                "the file \(Quoted(path)) is no table of holidays",
                mend: "save the Cabinet Office's syukujitsu.csv there, unchanged")
            return nil
        }
        do {
            return try HolidayTable(csv: text)
        } catch {
            field.error("the file \(Quoted(path)) cannot be used: \(error)", mend: "mend that line")
            return nil
        }
    }

    /// UTF-8 where the bytes are, because hardly any text in Shift_JIS is; otherwise Shift_JIS with Microsoft's
    /// additions (CP932), which is what Foundation means by it.
    private static func text(_ bytes: [UInt8]) -> String? {
        String(validating: bytes, as: UTF8.self) ?? String(bytes: bytes, encoding: .shiftJIS)
    }
}

extension Field {
    /// An address on the web, `http://` or `https://` with a host.
    func webAddress() -> String? {
        guard let text = scalar(wanted: "an address") else { return nil }
        guard let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = components.host, !host.isEmpty, components.password == nil,
            text.utf8.count <= 2_000
        else {
            error("\(label) holds no address on the web")
            return nil
        }
        return text
    }
}
