public import CivicBytes
public import CivicFormats
public import CivicModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a worker must know of a source before it reads a block of it.
public struct SourceContext: Sendable {
    /// Index in the run's sorted inputs.
    public var index: Int
    public var sketch: SourceSketch
    /// Name for records that do not say their service, and where it comes from.
    public var fallback: (name: String, origin: ServiceOrigin)

    public init(index: Int, sketch: SourceSketch, fallback: (name: String, origin: ServiceOrigin)) {
        (self.index, self.sketch, self.fallback) = (index, sketch, fallback)
    }
}

/// Counts the records of one worker. The way of a record through here allocates nothing and looks nothing up by name:
/// its shape, service, level, template and time notation are small numbers, together they name a cell, and the cell of
/// the last few records is found by comparing six integers.
///
/// Its state is reached from one worker and one call at a time, and never across a call that could reach it again, so the
/// run-time checks for overlapping access (a twentieth of the time) are off for what the way of a record touches.
public final class ProfileBuilder: RecordConsumer {
    /// Most templates that one worker tells apart before it folds the rest.
    public static let templateLimit = 16_384

    private struct HotKey: Hashable {
        var source: Int32
        var service: Int32
        var shape: Int32
        var template: Int32
        var level: Int32
        var time: UInt32

        @inline(__always)
        var slot: Int {
            let a = UInt64(UInt32(bitPattern: service)) << 32 | UInt64(UInt32(bitPattern: shape))
            let b = UInt64(UInt32(bitPattern: template)) << 32 | UInt64(UInt32(bitPattern: level))
            let h = ContentHash.fold(a ^ ContentHash.seed, b ^ UInt64(time) << 16 ^ UInt64(UInt32(bitPattern: source)) << 40)
            return Int(truncatingIfNeeded: h & 4095)
        }
    }

    private struct HotCell {
        var key: HotKey
        var records: UInt64 = 0
        var bytes: UInt64 = 0
        var firstTime = Int64.max
        var lastTime = Int64.min
        var hasSubseconds = false
        var repeats: UInt64 = 0
        var sampleCeiling = UInt64.max
    }

    /// What is worked out once per shape.
    private struct ShapePlan {
        var time: Int32 = -1
        var timeIsNumber = false
        /// Slot of the nanoseconds beside a time in whole seconds.
        var nanoseconds: Int32 = -1
        var level: Int32 = -1
        /// A number that says the level once more, and its scale.
        var levelNumber: Int32 = -1
        var numberScale = LevelScale.unknown
        var message: Int32 = -1
        var service: Int32 = -1
        /// The service comes from an envelope's program name, not from a field of the record.
        var serviceIsProcess = false
        /// The name is in the tag of a container.
        var serviceIsTag = false
        var scale = LevelScale.unknown
        var absentLevel: Int32 = 0
        var judge: Int32 = -1
        /// Some observer has a plan.
        var isObserved = false
    }

    private struct Service {
        var name: String
        var origin: ServiceOrigin
    }

    private struct LevelText {
        var text: String
        var level: Level
        var isUnknown: Bool
    }

    private let reader: RecordReader
    private let times: TimeParser
    private let judge: (any RecordJudge)?
    private let observers: [any RecordObserver]
    /// How the way of a record reaches the judge and the observers, which `judge` and `observers` keep alive.
    private let judgeLink: JudgeLink?
    private let observerLinks: [ObserverLink]
    /// Plans by shape and observer, flat: an array in an array would be counted for every record.
    @exclusivity(unchecked) private var observerPlans: [Int32] = []
    private let window: ClosedRange<Int64>?
    private let rejects: RejectCollector?

    @exclusivity(unchecked) private var plans: [ShapePlan] = []
    @exclusivity(unchecked) private var shapeCount = 0

    @exclusivity(unchecked) private var services: [Service] = []
    @exclusivity(unchecked) private var serviceIDs: [String: Int32] = [:]
    @exclusivity(unchecked) private var serviceHashes: [UInt64: Int32] = [:]
    @exclusivity(unchecked) private var lastServiceHash: UInt64 = 0
    @exclusivity(unchecked) private var lastService: Int32 = -1

    @exclusivity(unchecked) private var levelTexts: [LevelText] = [LevelText(text: "", level: .none, isUnknown: false)]
    @exclusivity(unchecked) private var levelIDs: [String: Int32] = [:]
    @exclusivity(unchecked) private var levelCache: [(key: UInt64, id: Int32)] = Array(repeating: (0, -1), count: 64)

    @exclusivity(unchecked) private var templateFingerprints: [UInt64] = []
    @exclusivity(unchecked) private var templateTexts: [[UInt8]] = []
    @exclusivity(unchecked) private var templateIDs: [UInt64: Int32] = [:]
    @exclusivity(unchecked) private var templateCeiling = UInt64.max
    @exclusivity(unchecked) private var messageCache: UnsafeMutablePointer<(hash: UInt64, id: Int32)>
    private static let messageCacheSize = 8192
    @exclusivity(unchecked) private var mask = TemplateMask()
    @exclusivity(unchecked) private var lastMessageHash: UInt64 = 0

    @exclusivity(unchecked) private var cells: UnsafeMutablePointer<HotCell>
    @exclusivity(unchecked) private var cellCount = 0
    @exclusivity(unchecked) private var cellCapacity = 1024
    @exclusivity(unchecked) private var cellIDs: [HotKey: Int32] = [:]
    @exclusivity(unchecked) private var cellCache: UnsafeMutablePointer<Int32>
    @exclusivity(unchecked) private var cellSamples: [SampleSet] = []
    /// Violations, then non-members, by counter; nil until something is counted.
    @exclusivity(unchecked) private var cellCounters: [UnsafeMutablePointer<UInt64>?] = []
    private let counterCount: Int
    @exclusivity(unchecked) private var cellViolationSamples: [[Int: SampleSet]] = []

    @exclusivity(unchecked) private var windows: [WindowID: UnsafeMutablePointer<UInt64>] = [:]
    @exclusivity(unchecked) private var lastWindow = WindowID(service: -1, source: -1, minute: .min)
    @exclusivity(unchecked) private var lastWindowCounts: UnsafeMutablePointer<UInt64>?

    @exclusivity(unchecked) private var tallies: [Int: Profile.SourceTally] = [:]

    @exclusivity(unchecked) private var context = SourceContext(index: 0, sketch: .unknown, fallback: ("", .none))
    @exclusivity(unchecked) private var fallbackService: Int32 = 0
    @exclusivity(unchecked) private var previous: RecordView?
    @exclusivity(unchecked) private var previousCell: Int32 = -1
    @exclusivity(unchecked) private var previousTimeSlot: Int32 = -1
    @exclusivity(unchecked) private var firstHash: UInt64 = 0
    @exclusivity(unchecked) private var firstKey: HotKey?
    @exclusivity(unchecked) private var startsWithReject = false
    @exclusivity(unchecked) private var firstTime: Profile.SourceTally.TimeAt?
    @exclusivity(unchecked) private var lastTime: Profile.SourceTally.TimeAt?
    /// Of the block at hand: records with a time, those that are late, the latest time, and the first times.
    @exclusivity(unchecked) private var timedRecords = 0
    @exclusivity(unchecked) private var lateRecords = 0
    @exclusivity(unchecked) private var latestTime = Int64.min
    @exclusivity(unchecked) private var leadTimes: UnsafeMutablePointer<Int64>
    @exclusivity(unchecked) private var judgement = Judgement()

    private struct WindowID: Hashable {
        var service: Int32
        var source: Int32
        var minute: Int64
    }

    /// `window`: records outside this time (nanoseconds since 1970) are left out, and so are records without a time.
    public init(
        reader: RecordReader, times: TimeParser, judge: (any RecordJudge)?, observers: [any RecordObserver] = [],
        window: ClosedRange<Int64>? = nil, rejects: RejectCollector? = nil
    ) {
        self.observers = observers
        observerLinks = observers.map(ObserverLink.init)
        judgeLink = judge.map(JudgeLink.init)
        self.rejects = rejects
        self.reader = reader
        self.times = times
        self.judge = judge
        counterCount = judge?.counterCount ?? 0
        self.window = window
        messageCache = .allocate(capacity: Self.messageCacheSize)
        messageCache.initialize(repeating: (0, -1), count: Self.messageCacheSize)
        leadTimes = .allocate(capacity: TimeOrder.leadLimit)
        cells = .allocate(capacity: cellCapacity)
        cellCache = .allocate(capacity: 4096)
        cellCache.initialize(repeating: -1, count: 4096)
    }

    deinit {
        messageCache.deallocate()
        leadTimes.deallocate()
        cells.deallocate()
        cellCache.deallocate()
        for counts in windows.values { counts.deallocate() }
        for counters in cellCounters { counters?.deallocate() }
    }

    /// Reads one block of a source.
    public func add(_ block: Block, of source: SourceContext) {
        let bytes = UnsafeBufferPointer(start: UnsafePointer(block.base), count: block.count)
        begin(source)
        judge?.begin(block: bytes)
        let counts = reader.read(block, of: source.sketch, to: self)
        end(block: block.index, counts: counts)
    }

    private func begin(_ source: SourceContext) {
        context = source
        fallbackService = intern(service: source.fallback.name, origin: source.fallback.origin)
        previous = nil
        previousCell = -1
        firstKey = nil
        startsWithReject = false
        firstTime = nil
        lastTime = nil
        (timedRecords, lateRecords, latestTime) = (0, 0, .min)
    }

    private func end(block index: Int, counts: LineCounts) {
        tallies[context.index, default: Profile.SourceTally()].lines.add(counts)
        tallies[context.index]?.note(firstTime)
        tallies[context.index]?.note(lastTime)
        var seam = Profile.Seam(block: index)
        let lead = UnsafeBufferPointer(start: leadTimes, count: min(timedRecords, TimeOrder.leadLimit))
        seam.order = TimeOrder(records: timedRecords, late: lateRecords, latest: latestTime, lead: Array(lead))
        if let firstKey, !startsWithReject { seam.first = .init(hash: firstHash, cell: canonical(firstKey)) }
        if let previous {
            seam.last = .init(
                hash: contentHash(previous, timeSlot: previousTimeSlot), cell: canonical(cells[Int(previousCell)].key))
        }
        tallies[context.index]?.seams.append(seam)
        previous = nil
    }

    public func reject(line: Int, byte: Int, text: UnsafeBufferPointer<UInt8>, why: RejectReason) {
        tallies[context.index, default: Profile.SourceTally()].rejects[why, default: 0] += 1
        if tallies[context.index]?.firstReject.map({ byte < $0.byte }) ?? true {
            tallies[context.index]?.firstReject = (line, byte)
        }
        rejects?.append(source: context.index, byte: byte, text: text)
        let order = SampleSet.order(source: context.index, byte: byte)
        tallies[context.index]?.rejectSamples.insert(
            .init(order: order, source: context.index, line: line, byte: byte, text: Array(text.prefix(SampleSet.textLimit))))
        previous = nil
        if firstKey == nil { startsWithReject = true }
    }

    // MARK: The hot path

    public func take(_ record: RecordView) {
        if record.shape >= plans.count { planShapes() }
        let plan = plans[record.shape]
        let slots = record.slots

        var time = ParsedTime.absent
        if plan.time >= 0 {
            let slot = slots[Int(plan.time)]
            if plan.nanoseconds >= 0 {
                let nanos = slots[Int(plan.nanoseconds)]
                time = times.parseSplit(seconds: slot.bytes, nanoseconds: nanos.bytes)
            } else {
                time =
                    plan.timeIsNumber
                    ? times.parseNumber(slot.start, Int(slot.count)) : times.parse(slot.start, Int(slot.count))
            }
        }
        if let window, !time.shape.isReadable || !window.contains(time.nanoseconds) { return }

        var level = plan.level >= 0 ? levelID(slots[Int(plan.level)], plan.scale) : plan.absentLevel
        if plan.levelNumber >= 0 { level = agreedLevel(level, slots[Int(plan.levelNumber)], plan.numberScale) }
        let service =
            plan.service >= 0 ? serviceID(slots[Int(plan.service)], plan) : fallbackService
        let template = plan.message >= 0 ? templateID(slots[Int(plan.message)]) : 0

        let key = HotKey(
            source: Int32(truncatingIfNeeded: context.index), service: service, shape: Int32(truncatingIfNeeded: record.shape),
            template: template, level: level, time: time.shape.bits)
        let slot = key.slot
        var id = cellCache[slot]
        if id < 0 || cells[Int(id)].key != key {
            id = findCell(key)
            cellCache[slot] = id
        }
        let cell = cells + Int(id)
        cell.pointee.records += 1
        cell.pointee.bytes += UInt64(record.count)
        if time.shape.isReadable {
            if time.nanoseconds < cell.pointee.firstTime { cell.pointee.firstTime = time.nanoseconds }
            if time.nanoseconds > cell.pointee.lastTime { cell.pointee.lastTime = time.nanoseconds }
            if time.nanoseconds % 1_000_000_000 != 0 { cell.pointee.hasSubseconds = true }
            lastTime = .init(byte: record.byte, nanoseconds: time.nanoseconds, shape: time.shape)
            if firstTime == nil { firstTime = lastTime }
            if timedRecords < TimeOrder.leadLimit { leadTimes[timedRecords] = time.nanoseconds }
            timedRecords += 1
            if time.nanoseconds > latestTime {
                latestTime = time.nanoseconds
            } else if TimeOrder.isLate(time.nanoseconds, after: latestTime) {
                noteLate(record)
            }
            count(level: levelTexts[Int(level)].level, service: service, at: time.nanoseconds)
        }
        let order = SampleSet.order(source: context.index, byte: record.byte)
        if order < cell.pointee.sampleCeiling { sample(record, order: order, cell: Int(id)) }

        if let before = previous, previousCell == id, before.count == record.count,
            isRepeat(record, of: before, timeSlot: plan.time)
        {
            cell.pointee.repeats += 1
        }
        if firstKey == nil {
            firstKey = key
            firstHash = contentHash(record, timeSlot: plan.time)
        }
        // The slots belong to the reader and are gone with the next record; what is compared next is the bytes, and the
        // place of the time in them.
        previous = record
        previousCell = id
        previousTimeSlot = plan.time
        if plan.time >= 0 {
            previousTime = (slots[Int(plan.time)].start, Int(slots[Int(plan.time)].count))
        }

        guard plan.judge >= 0 || plan.isObserved else { return }
        let facts = RecordFacts(
            level: levelTexts[Int(level)].level, time: time.shape, nanoseconds: time.nanoseconds, source: context.index,
            messageHash: template == 0 ? 0 : lastMessageHash, templateNumber: template, serviceNumber: service, builder: self)
        if plan.isObserved {
            let first = record.shape * observerLinks.count
            for i in observerLinks.indices {
                let number = observerPlans[first + i]
                if number >= 0 { observerLinks[i].observe(record, facts: facts, plan: Int(number)) }
            }
        }
        if plan.judge >= 0, let judgeLink {
            judgement.clear()
            judgeLink.judge(record, facts: facts, plan: Int(plan.judge), into: &judgement)
            if !judgement.violated.isEmpty || !judgement.outside.isEmpty { note(record, order: order, cell: Int(id)) }
        }
    }

    @exclusivity(unchecked) private var previousTime: (start: UnsafePointer<UInt8>, count: Int) = (
        UnsafePointer(bitPattern: 1).unsafelyUnwrapped, 0
    )

    /// Whether all bytes but those of the time are equal. Both records lie in the block that is being read.
    private func isRepeat(_ record: RecordView, of before: RecordView, timeSlot: Int32) -> Bool {
        guard timeSlot >= 0 else { return memcmp(record.start, before.start, record.count) == 0 }
        let slot = record.slots[Int(timeSlot)]
        let head = slot.start - record.start
        guard head >= 0, head + Int(slot.count) <= record.count else {
            return memcmp(record.start, before.start, record.count) == 0
        }
        guard previousTime.start - before.start == head, previousTime.count == Int(slot.count) else { return false }
        let tail = head + Int(slot.count)
        return memcmp(record.start, before.start, head) == 0
            && memcmp(record.start + tail, before.start + tail, record.count - tail) == 0
    }

    /// Hash of a record without its time, for the seams between blocks.
    private func contentHash(_ record: RecordView, timeSlot: Int32) -> UInt64 {
        guard timeSlot >= 0 else { return ContentHash.of(record.start, record.count) }
        // The slots of a record before the one at hand are gone; the place of its time was kept.
        let time: (start: UnsafePointer<UInt8>, count: Int)
        if let previous, previous.start == record.start {
            time = previousTime
        } else {
            time = (record.slots[Int(timeSlot)].start, Int(record.slots[Int(timeSlot)].count))
        }
        let head = time.start - record.start
        guard head >= 0, head + time.count <= record.count else { return ContentHash.of(record.start, record.count) }
        let tail = head + time.count
        return ContentHash.of(
            record.start + tail, record.count - tail, seed: ContentHash.of(record.start, head, seed: UInt64(record.count)))
    }

    private func count(level: Level, service: Int32, at nanoseconds: Int64) {
        let minute = nanoseconds.quotientAndRemainder(dividingFloor: 60_000_000_000).0
        let id = WindowID(service: service, source: Int32(truncatingIfNeeded: context.index), minute: minute)
        if id.minute != lastWindow.minute || id.service != lastWindow.service || id.source != lastWindow.source {
            lastWindow = id
            if let known = windows[id] {
                lastWindowCounts = known
            } else {
                let made = UnsafeMutablePointer<UInt64>.allocate(capacity: Level.allCases.count)
                made.initialize(repeating: 0, count: Level.allCases.count)
                windows[id] = made
                lastWindowCounts = made
            }
        }
        lastWindowCounts?[Int(level.rawValue)] += 1
    }

    @inline(never)
    private func noteLate(_ record: RecordView) {
        lateRecords += 1
        let order = SampleSet.order(source: context.index, byte: record.byte)
        if order < tallies[context.index]?.lateSamples.ceiling ?? .max {
            tallies[context.index, default: Profile.SourceTally()].lateSamples.insert(copy(record, order: order))
        }
    }

    private func sample(_ record: RecordView, order: UInt64, cell: Int) {
        cellSamples[cell].insert(copy(record, order: order))
        cells[cell].sampleCeiling = cellSamples[cell].ceiling
    }

    private func copy(_ record: RecordView, order: UInt64, limit: Int = SampleSet.textLimit) -> SampleSet.Sample {
        SampleSet.Sample(
            order: order, source: context.index, line: record.line, byte: record.byte,
            text: Array(UnsafeBufferPointer(start: record.start, count: min(record.count, limit))))
    }

    private func note(_ record: RecordView, order: UInt64, cell: Int) {
        let counters = counters(of: cell)
        for counter in judgement.outside { counters[counterCount + counter] += 1 }
        for counter in judgement.violated {
            counters[counter] += 1
            if order < cellViolationSamples[cell][counter]?.ceiling ?? .max {
                cellViolationSamples[cell][counter, default: SampleSet()].insert(
                    copy(record, order: order, limit: SampleSet.violationTextLimit))
            }
        }
    }

    private func counters(of cell: Int) -> UnsafeMutablePointer<UInt64> {
        if let known = cellCounters[cell] { return known }
        let made = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * counterCount)
        made.initialize(repeating: 0, count: 2 * counterCount)
        cellCounters[cell] = made
        return made
    }

    // MARK: Names become numbers

    private func planShapes() {
        let shapes = reader.shapes
        while plans.count < shapes.count {
            let shape = shapes[plans.count]
            var plan = ShapePlan()
            if let index = shape.index(of: .time) {
                plan.time = Int32(index)
                let kind = shape.fields[index].kind
                plan.nanoseconds = Int32(shape.nanosecondsIndex)
                plan.timeIsNumber = kind == .integer || kind == .bigInteger || kind == .decimal
            }
            if let index = shape.index(of: .level) { plan.level = Int32(index) }
            (plan.levelNumber, plan.numberScale) = Self.levelNumber(of: shape)
            if let index = shape.index(of: .message) { plan.message = Int32(index) }
            if let index = shape.index(of: .service) {
                plan.service = Int32(index)
                plan.serviceIsProcess = index < shape.envelopeFieldCount || !shape.isStructured
                plan.serviceIsTag = shape.fields[index].path == ContainerTag.path
            }
            plan.scale = shape.levelScale
            if let level = shape.levelWhenAbsent { plan.absentLevel = intern(levelText: "", level: level, isUnknown: false) }
            plan.judge = judge?.plan(for: shape).map { Int32($0) } ?? -1
            for i in observers.indices {
                let number = observers[i].plan(for: shape).map { Int32($0) } ?? -1
                observerPlans.append(number)
                if number >= 0 { plan.isObserved = true }
            }
            plans.append(plan)
        }
    }

    private func serviceID(_ slot: Slot, _ plan: ShapePlan) -> Int32 {
        let hash = ContentHash.of(
            slot.start, Int(slot.count), seed: (plan.serviceIsProcess ? 1 : 0) | (plan.serviceIsTag ? 2 : 0))
        if hash == lastServiceHash, lastService >= 0 { return lastService }
        let id: Int32
        if let known = serviceHashes[hash] {
            id = known
        } else {
            let text = JSONText.string(slot.bytes, hasEscapes: slot.hasEscapes)
            let name = plan.serviceIsTag ? ContainerTag.service(text) : text
            id = name.map { intern(service: $0, origin: plan.serviceIsProcess ? .process : .field) } ?? fallbackService
            // What the tag does not name is the source's to name.
            if name != nil { serviceHashes[hash] = id }
        }
        lastServiceHash = hash
        lastService = id
        return id
    }

    private func intern(service name: String, origin: ServiceOrigin) -> Int32 {
        let key = "\(origin.rawValue)\(name)"
        if let id = serviceIDs[key] { return id }
        let id = Int32(services.count)
        services.append(Service(name: name, origin: origin))
        serviceIDs[key] = id
        return id
    }

    private func levelID(_ slot: Slot, _ scale: LevelScale) -> Int32 {
        let n = Int(slot.count)
        guard n <= 7 else { return slowLevelID(slot, scale) }
        // Packed bytes, length and scale are the whole input of the mapping.
        var key = UInt64(n) << 56 ^ UInt64(scale.rawValue) << 59
        for i in 0..<n { key ^= UInt64(slot.start[i]) << UInt64(8 * i) }
        key = ContentHash.mix(key ^ UInt64(scale.rawValue) &* 0x9e37_79b9)
        let at = Int(truncatingIfNeeded: key & 63)
        if levelCache[at].key == key, levelCache[at].id >= 0 { return levelCache[at].id }
        let id = slowLevelID(slot, scale)
        levelCache[at] = (key, id)
        return id
    }

    /// Fields that repeat a level's word as a number, with the scale that their names stand for.
    private static let levelNumbers: [(name: String, scale: LevelScale)] = [
        ("severitynumber", .openTelemetry), ("levelvalue", .logback), ("levelno", .python),
    ]

    private static func levelNumber(of shape: Shape) -> (Int32, LevelScale) {
        guard let level = shape.index(of: .level) else { return (-1, .unknown) }
        for (index, field) in shape.fields.enumerated() where index != level && field.kind == .integer {
            let name = field.path.split(separator: ".").last?.lowercased().filter { $0 != "_" }
            if let known = levelNumbers.first(where: { $0.name == name }) { return (Int32(index), known.scale) }
        }
        return (-1, .unknown)
    }

    /// The level of a record that says it twice: one that says two things becomes a spelling of its own that no scale knows.
    private func agreedLevel(_ level: Int32, _ slot: Slot, _ scale: LevelScale) -> Int32 {
        let number = levelID(slot, scale)
        let (word, other) = (levelTexts[Int(level)], levelTexts[Int(number)])
        if other.isUnknown || other.level == word.level { return level }
        return intern(levelText: "\(word.text)/\(other.text)", level: word.level, isUnknown: true)
    }

    private func slowLevelID(_ slot: Slot, _ scale: LevelScale) -> Int32 {
        let bytes = slot.bytes
        let text = JSONText.string(UnsafeBufferPointer(rebasing: bytes.prefix(32)), hasEscapes: false)
        if scale == .notASeverity { return 0 }
        if let number = Int(text) {
            let level = LevelReader.level(number: number, scale: scale)
            return intern(levelText: text, level: level ?? .none, isUnknown: level == nil)
        }
        let level = LevelReader.level(word: bytes, scale: scale)
        return intern(levelText: text, level: level ?? .none, isUnknown: level == nil)
    }

    private func intern(levelText text: String, level: Level, isUnknown: Bool) -> Int32 {
        let key = "\(level.rawValue)\(text)"
        if let id = levelIDs[key] { return id }
        let id = Int32(levelTexts.count)
        levelTexts.append(LevelText(text: text, level: level, isUnknown: isUnknown))
        levelIDs[key] = id
        return id
    }

    /// Template 0 is "no message".
    private func templateID(_ slot: Slot) -> Int32 {
        let hash = ContentHash.of(slot.start, Int(slot.count))
        lastMessageHash = hash
        let at = Int(truncatingIfNeeded: hash & UInt64(Self.messageCacheSize - 1))
        let cached = messageCache[at]
        if cached.hash == hash, cached.id >= 0 { return cached.id }
        let id = slowTemplateID(slot)
        messageCache[at] = (hash, id)
        return id
    }

    private func slowTemplateID(_ slot: Slot) -> Int32 {
        mask.mask(slot.bytes)
        let fingerprint = mask.text.withUnsafeBufferPointer { ContentHash.of($0, seed: 7) }
        guard fingerprint < templateCeiling else { return intern(template: Profile.rareTemplate) { [] } }
        if let id = templateIDs[fingerprint] { return id }
        let id = intern(template: fingerprint) { mask.text }
        if templateIDs.count > Self.templateLimit * 2 { foldTemplates() }
        return id
    }

    private func intern(template fingerprint: UInt64, text: () -> [UInt8]) -> Int32 {
        if templateFingerprints.isEmpty {
            templateFingerprints.append(0)
            templateTexts.append([])
        }
        if let id = templateIDs[fingerprint] { return id }
        let id = Int32(templateFingerprints.count)
        templateFingerprints.append(fingerprint)
        templateTexts.append(text())
        templateIDs[fingerprint] = id
        return id
    }

    /// Keeps the templates with the lowest fingerprints and joins the others: a choice that does not depend on the order
    /// of reading, so that merged workers agree (the ceiling of the whole is never above that of a part).
    private func foldTemplates() {
        let kept = templateIDs.keys.filter { $0 != Profile.rareTemplate }.sorted()
        guard kept.count > Self.templateLimit else { return }
        templateCeiling = min(templateCeiling, kept[Self.templateLimit])
        let rare = intern(template: Profile.rareTemplate) { [] }
        messageCache.update(repeating: (0, -1), count: Self.messageCacheSize)
        cellCache.update(repeating: -1, count: 4096)
        for (fingerprint, id) in templateIDs where fingerprint >= templateCeiling && fingerprint != Profile.rareTemplate {
            templateIDs[fingerprint] = nil
            templateTexts[Int(id)] = []
            templateFingerprints[Int(id)] = Profile.rareTemplate
        }
        // Join the cells of folded templates, in place.
        let old = (
            cells: cells, count: cellCount, samples: cellSamples, counters: cellCounters, violationSamples: cellViolationSamples
        )
        cells = .allocate(capacity: cellCapacity)
        cellCount = 0
        cellIDs.removeAll(keepingCapacity: true)
        (cellSamples, cellCounters, cellViolationSamples) = ([], [], [])
        for i in 0..<old.count {
            let cell = old.cells[i]
            var key = cell.key
            if templateFingerprints[Int(key.template)] == Profile.rareTemplate { key.template = rare }
            let at = Int(findCell(key))
            cells[at].records += cell.records
            cells[at].bytes += cell.bytes
            cells[at].firstTime = min(cells[at].firstTime, cell.firstTime)
            cells[at].lastTime = max(cells[at].lastTime, cell.lastTime)
            cells[at].hasSubseconds = cells[at].hasSubseconds || cell.hasSubseconds
            cells[at].repeats += cell.repeats
            cellSamples[at].merge(old.samples[i])
            cells[at].sampleCeiling = cellSamples[at].ceiling
            if let counted = old.counters[i] {
                let counters = counters(of: at)
                for k in 0..<2 * counterCount { counters[k] += counted[k] }
                counted.deallocate()
            }
            cellViolationSamples[at].merge(old.violationSamples[i]) { a, b in
                var a = a
                a.merge(b)
                return a
            }
        }
        old.cells.deallocate()
        previousCell = -1
    }

    private func findCell(_ key: HotKey) -> Int32 {
        if let id = cellIDs[key] { return id }
        if cellCount == cellCapacity {
            let grown = UnsafeMutablePointer<HotCell>.allocate(capacity: cellCapacity * 2)
            grown.moveInitialize(from: cells, count: cellCount)
            cells.deallocate()
            cells = grown
            cellCapacity *= 2
        }
        (cells + cellCount).initialize(to: HotCell(key: key))
        cellSamples.append(SampleSet())
        cellCounters.append(nil)
        cellViolationSamples.append([:])
        let id = Int32(cellCount)
        cellCount += 1
        cellIDs[key] = id
        return id
    }

    func text(ofTemplate number: Int32) -> String {
        number == 0 ? "" : String(decoding: templateTexts[Int(number)], as: UTF8.self)
    }

    func fingerprint(ofTemplate number: Int32) -> UInt64 { number == 0 ? 0 : templateFingerprints[Int(number)] }

    func service(_ number: Int32) -> (name: String, origin: ServiceOrigin) {
        (services[Int(number)].name, services[Int(number)].origin)
    }

    // MARK: The result

    private func canonical(_ key: HotKey) -> Profile.CellKey {
        let service = services[Int(key.service)]
        let level = levelTexts[Int(key.level)]
        return Profile.CellKey(
            source: Int(key.source), service: service.name, origin: service.origin, shape: shapeKeys[Int(key.shape)],
            template: key.template == 0 ? 0 : templateFingerprints[Int(key.template)], levelText: level.text,
            level: level.level,
            time: TimeShape(bits: key.time))
    }

    private var shapeKeyCache: [String] = []
    private var shapeKeys: [String] {
        let shapes = reader.shapes
        while shapeKeyCache.count < shapes.count { shapeKeyCache.append(shapes[shapeKeyCache.count].key) }
        return shapeKeyCache
    }

    /// Adds the tally of a health source that something else than records was read from.
    public func add(snapshots tally: Profile.SourceTally, source: Int) {
        tallies[source, default: Profile.SourceTally()].merge(tally)
    }

    /// What was counted, in names that mean the same everywhere.
    public func profile() -> Profile {
        var profile = Profile()
        profile.sources = tallies
        profile.templateCeiling = templateCeiling
        for shape in reader.shapes { profile.shapes[shape.key] = shape }
        for (fingerprint, id) in templateIDs where fingerprint != Profile.rareTemplate {
            profile.templates[fingerprint] = String(decoding: templateTexts[Int(id)], as: UTF8.self)
        }
        for i in 0..<cellCount {
            let hot = cells[i]
            var cell = Profile.Cell()
            cell.records = Int(hot.records)
            cell.bytes = Int(hot.bytes)
            cell.firstTime = hot.firstTime
            cell.lastTime = hot.lastTime
            cell.hasSubseconds = hot.hasSubseconds
            cell.repeats = Int(hot.repeats)
            cell.hasUnknownLevel = levelTexts[Int(hot.key.level)].isUnknown
            if let counters = cellCounters[i] {
                for k in 0..<counterCount {
                    if counters[k] > 0 { cell.violations[k] = Int(counters[k]) }
                    if counters[counterCount + k] > 0 { cell.outside[k] = Int(counters[counterCount + k]) }
                }
            }
            cell.samples = cellSamples[i]
            cell.violationSamples = cellViolationSamples[i]
            profile.cells[canonical(hot.key), default: Profile.Cell()].merge(cell)
        }
        for (id, counts) in windows {
            let service = services[Int(id.service)]
            let key = Profile.WindowKey(
                service: service.name, origin: service.origin, source: Int(id.source), minute: id.minute)
            profile.windows[key] = (0..<Level.allCases.count).map { Int(counts[$0]) }
        }
        return profile
    }
}
