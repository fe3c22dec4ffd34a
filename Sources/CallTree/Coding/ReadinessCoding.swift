internal import EventBytes

/// The compact form of a check before the night. Numbers given to faults are for ever.
extension ByteWriter {
    mutating func write(_ readiness: Readiness) {
        write(readiness.proven) { $0.write($1.text) }
        write(readiness.faults) { $0.write($1) }
    }

    private mutating func write(_ fault: ReadinessFault) {
        switch fault {
        case .selfCall(let line, let outcome):
            write(byte: 0)
            write(line.text)
            write(code: outcome)
        case .selfCallUnfinished(let line):
            write(byte: 1)
            write(line.text)
        case .credentials(let line, let why):
            write(byte: 2)
            write(line.text)
            write(why)
        case .lineOut(let line):
            write(byte: 3)
            write(line.text)
        case .calendar(let contract):
            write(byte: 4)
            write(contract.text)
        case .nobodyToCall(let contract):
            write(byte: 5)
            write(contract.text)
        case .nothingDesignated(let contract):
            write(byte: 6)
            write(contract.text)
        case .clockDistrusted: write(byte: 7)
        case .journalUnwritable: write(byte: 8)
        case .diskTight: write(byte: 9)
        case .mailFailing: write(byte: 10)
        case .restartingOften: write(byte: 11)
        }
    }
}

extension ByteReader {
    mutating func readiness() throws(EventCodingError) -> Readiness {
        let proven = try list { reader throws(EventCodingError) in LineID(try reader.text()) }
        let faults = try list { reader throws(EventCodingError) in try reader.readinessFault() }
        return Readiness(proven: proven, faults: faults)
    }

    private mutating func readinessFault() throws(EventCodingError) -> ReadinessFault {
        switch try byte() {
        case 0: .selfCall(LineID(try text()), try code("outcome"))
        case 1: .selfCallUnfinished(LineID(try text()))
        case 2: .credentials(LineID(try text()), why: try text())
        case 3: .lineOut(LineID(try text()))
        case 4: .calendar(ContractID(try text()))
        case 5: .nobodyToCall(ContractID(try text()))
        case 6: .nothingDesignated(ContractID(try text()))
        case 7: .clockDistrusted
        case 8: .journalUnwritable
        case 9: .diskTight
        case 10: .mailFailing
        case 11: .restartingOften
        case let other: throw .unknown(field: "readiness fault", value: Int(other))
        }
    }
}
