import CivicFormats
import CivicModel
public import CivicProfile
import Synchronization

/// Looks at the values of all fields, for enumerations and cardinalities.
public final class ValueCollector: Sendable {
    struct Key: Hashable, Sendable {
        var service: String
        var origin: ServiceOrigin
        var source: Int
        var path: String
    }

    private let sketches = Mutex<[Key: ValueSketch]>([:])

    public init() {}

    /// An observer for one worker.
    public func observer() -> any RecordObserver {
        ValueObserver { found in self.sketches.withLock { $0.merge(found) { $0.merging($1) } } }
    }

    /// By service and path, once all workers are done.
    func values(names: ServiceNames) -> [String: [String: ValueSketch]] {
        var result: [String: [String: ValueSketch]] = [:]
        for (key, sketch) in sketches.withLock({ $0 }) where !names.stores.contains(key.source) {
            let service = names.name(key.service, key.origin, source: key.source)
            result[service, default: [:]][key.path, default: ValueSketch()].merge(sketch)
        }
        return result
    }
}

extension ValueSketch {
    func merging(_ other: ValueSketch) -> ValueSketch {
        var result = self
        result.merge(other)
        return result
    }
}

/// Sketches of one worker. Per value: a hash and a comparison with the value before; new values cost a look into a table.
private final class ValueObserver: RecordObserver {
    /// Fields of a shape that are looked at; more are data in key names.
    private static let fieldLimit = 256
    /// Bytes of a value that count.
    private static let valueLimit = 256
    /// Sketches of one worker, against sources that put data into key names.
    private static let sketchLimit = 1 << 15

    private struct Field {
        var slot: Int
        var path: Int
    }

    private struct Plan {
        var fields: [Field]
        /// Whose record the last one was, and where the places of its sketches begin.
        var service: Int32 = -1
        var source: Int32 = -1
        var start = 0
    }

    private struct Home: Hashable {
        var service: Int32
        var source: Int32
        var plan: Int32
    }

    private struct SketchKey: Hashable {
        var service: Int32
        var source: Int32
        var path: Int32
    }

    private let deliver: ([ValueCollector.Key: ValueSketch]) -> Void
    @exclusivity(unchecked) private var plans: [Plan] = []
    private var paths: [String: Int] = [:]
    private var pathTexts: [String] = []
    @exclusivity(unchecked) private var starts: [Home: Int] = [:]
    /// Places of sketches, one run per home; -1: not looked at.
    @exclusivity(unchecked) private var places: [Int32] = []
    private var sketchPlaces: [SketchKey: Int32] = [:]
    private var sketchKeys: [SketchKey] = []
    @exclusivity(unchecked) private var sketches: [ValueSketch] = []
    /// The last value of each sketch and how often it came since it was added.
    @exclusivity(unchecked) private var last: [(hash: UInt64, times: Int)] = []
    @exclusivity(unchecked) private var ceilings: [UInt64] = []
    private var services: [Int32: (name: String, origin: ServiceOrigin)] = [:]

    init(deliver: @escaping ([ValueCollector.Key: ValueSketch]) -> Void) { self.deliver = deliver }

    func plan(for shape: Shape) -> Int? {
        var fields: [Field] = []
        for index in shape.fields.indices where index >= shape.envelopeFieldCount && fields.count < Self.fieldLimit {
            let field = shape.fields[index]
            switch field.kind {
            case .boolean, .integer, .bigInteger, .decimal, .string: break
            default: continue
            }
            if index == shape.index(of: .time) || index == shape.index(of: .message) { continue }
            let path = paths[field.path] ?? pathTexts.count
            if path == pathTexts.count {
                paths[field.path] = path
                pathTexts.append(field.path)
            }
            fields.append(Field(slot: index, path: path))
        }
        guard !fields.isEmpty else { return nil }
        plans.append(Plan(fields: fields))
        return plans.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan number: Int) {
        let (service, source) = (facts.serviceNumber, Int32(truncatingIfNeeded: facts.source))
        if plans[number].service != service || plans[number].source != source { find(service, source, number, facts) }
        let start = plans[number].start
        let count = plans[number].fields.count
        for index in 0..<count {
            let place = Int(places[start + index])
            guard place >= 0 else { continue }
            let slot = record.slots[plans[number].fields[index].slot]
            let length = min(Int(slot.count), Self.valueLimit)
            let hash = ContentHash.of(slot.start, length, seed: UInt64(slot.count))
            if last[place].hash == hash {
                last[place].times += 1
                continue
            }
            if hash >= ceilings[place] {
                sketches[place].add(count: 1)
                continue
            }
            settle(place)
            sketches[place].add(hash: hash, times: 1, text: UnsafeBufferPointer(start: slot.start, count: length))
            ceilings[place] = sketches[place].ceiling
            last[place].hash = hash
        }
    }

    /// The last value was added once already, with its text; the further times it came are only a count.
    private func settle(_ place: Int) {
        guard last[place].times > 0 else { return }
        let (hash, times) = last[place]
        last[place].times = 0
        sketches[place].add(hash: hash, times: times, text: UnsafeBufferPointer(start: nil, count: 0))
    }

    private func find(_ service: Int32, _ source: Int32, _ number: Int, _ facts: RecordFacts) {
        if services[service] == nil { services[service] = facts.service() }
        let home = Home(service: service, source: source, plan: Int32(truncatingIfNeeded: number))
        let start: Int
        if let known = starts[home] {
            start = known
        } else {
            start = places.count
            starts[home] = start
            for field in plans[number].fields {
                let key = SketchKey(service: service, source: source, path: Int32(truncatingIfNeeded: field.path))
                places.append(place(of: key))
            }
        }
        (plans[number].service, plans[number].source, plans[number].start) = (service, source, start)
    }

    private func place(of key: SketchKey) -> Int32 {
        if let known = sketchPlaces[key] { return known }
        guard sketches.count < Self.sketchLimit else { return -1 }
        let place = Int32(truncatingIfNeeded: sketches.count)
        sketchPlaces[key] = place
        sketchKeys.append(key)
        sketches.append(ValueSketch())
        last.append((0, 0))
        ceilings.append(.max)
        return place
    }

    func finish() {
        var found: [ValueCollector.Key: ValueSketch] = [:]
        for place in sketches.indices {
            settle(place)
            let key = sketchKeys[place]
            guard let service = services[key.service] else { continue }
            let name = ValueCollector.Key(
                service: service.name, origin: service.origin, source: Int(key.source), path: pathTexts[Int(key.path)])
            found[name, default: ValueSketch()].merge(sketches[place])
        }
        deliver(found)
    }
}
