import CallTree
import EventJournal
import ServiceHours
import Testing

@testable import NightEngine

/// The reserve of the disk is for the trees under way.
@Suite struct TightSpaceTests {
    @Test func `until the reserve is there again alerts are refused, and everything else is taken`() throws {
        let disk = FaultyDisk()
        var night = try Night(disk: disk)
        night.take(firing("disk"))
        disk.hasRoomForReserve(false)
        disk.journal.refuseAppends(with: .full("no space"))
        night.take(firing("web"))
        #expect(disk.reserve == .released)
        disk.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(1))
        _ = night.spy.take()

        #expect(night.take(firing("web")) == [.unwritable])
        #expect(night.take(.callReported(call(1, 1), .ended(.busy))) == [.taken(.speech(.nothing))])
        #expect(night.spy.take() == [.forget(call(1, 1)), .place(call(1, 2), ContactID("suzuki"), resumed: false)])
        #expect(night.worker.healthState.journal == .writable)
        #expect(night.worker.healthState.spaceIsTight)

        disk.hasRoomForReserve(true)
        night.clock.pass(.seconds(9))
        #expect(night.take(firing("web")) == [.unwritable])
        night.clock.pass(.seconds(1))
        #expect(night.take(firing("web")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        #expect(night.worker.healthState.spaceIsTight == false)
        #expect(
            night.notices.take() == [
                .journalUnwritable(why: "the disk of the journal is full: no space"), .spaceTight, .journalWritable,
                .spaceBack,
            ])
    }

    @Test func `the reserve is tried every ten seconds`() throws {
        let disk = FaultyDisk()
        var night = try Night(disk: disk)
        disk.hasRoomForReserve(false)
        disk.journal.refuseAppends(with: .full("no space"))
        night.take(firing("disk"))
        disk.journal.refuseAppends(with: nil)
        let before = disk.reserveTries
        for _ in 1...31 {
            night.clock.pass(.seconds(1))
            night.take()
        }
        #expect(disk.reserveTries == before + 3)
        #expect(night.worker.healthState.spaceIsTight)
    }

    @Test func `a journal that another program held keeps its reserve, and alerts are taken again at once`() throws {
        let disk = FaultyDisk()
        var night = try Night(disk: disk)
        disk.journal.refuseAppends(with: .busy("a backup"))
        #expect(night.take(firing("disk")) == [.unwritable])
        disk.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(1))
        #expect(night.take(firing("disk")) == [.taken(.alerts(accepted: 1, ignored: 0))])
    }

    @Test func `a journal that needed its reserve to be opened takes no alerts until the reserve is there again`()
        throws
    {
        let disk = FaultyDisk()
        try disk.releaseReserve()
        var night = try Night(disk: disk)
        #expect(night.notices.take() == [.spaceTight])
        #expect(night.worker.healthState.spaceIsTight)
        #expect(night.take(firing("disk")) == [.unwritable])
        night.clock.pass(.seconds(10))
        #expect(night.take(firing("disk")) == [.taken(.alerts(accepted: 1, ignored: 0))])
    }

    @Test func `a disk too small for any reserve takes alerts again as soon as something can be written`() throws {
        let disk = FaultyDisk()
        disk.hasRoomForReserve(false)
        _ = disk.restoreReserve()
        var night = try Night(disk: disk)
        disk.journal.refuseAppends(with: .full("no space"))
        #expect(night.take(firing("disk")) == [.unwritable])
        disk.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(1))
        #expect(night.take(firing("disk")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        #expect(night.worker.healthState.spaceIsTight == false)
    }

    @Test func `a disk too small for any reserve takes alerts until it is full`() throws {
        let disk = FaultyDisk()
        disk.hasRoomForReserve(false)
        _ = disk.restoreReserve()
        var night = try Night(disk: disk)
        #expect(night.take(firing("disk")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        disk.journal.refuseAppends(with: .busy("a backup"))
        #expect(night.take(firing("web")) == [.unwritable])
        disk.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(1))
        #expect(night.take(firing("web")) == [.taken(.alerts(accepted: 1, ignored: 0))])
    }
}
