/// One value of a field that may be an id, seen once: what tells the role of columns whose names say nothing.
struct ColumnSighting: Sendable {
    var key: IDKey
    /// Place of the column in the list of the discovery.
    var column: UInt32
    /// Service, as a number of the discovery.
    var service: UInt32
    /// Nanoseconds; `EventRow.noTime` without a readable one.
    var time: Int64
    /// The record that it stands in.
    var place: UInt64
    var line: Int
    /// Event of the record, as its known columns say.
    var event: UInt64
    /// How the id begins.
    var head: IDHead

    var mark: CutIDs.Mark { CutIDs.Mark(source: Int(place >> 42), line: line, byte: Int(place & (1 << 42 - 1)), time: time) }

    /// By id, then by place, then by path, where they are: sorting all at once would take half as much memory again.
    ///
    /// Keys are hashes, so their first bytes split them evenly.
    static func sort(_ sightings: inout [ColumnSighting], pathOf: [Int]) {
        sightings.withUnsafeMutableBufferPointer { all in
            var ends = Array(repeating: 0, count: 256)
            for sighting in all { ends[Int(sighting.key.high >> 56)] += 1 }
            var next = ends
            var sum = 0
            for byte in ends.indices {
                next[byte] = sum
                sum += ends[byte]
                ends[byte] = sum
            }
            // `next` and `ends` are places in `all`: every element lies in the run of its byte once those below it are done.
            for byte in ends.indices {
                while next[byte] < ends[byte] {
                    let home = Int(all[next[byte]].key.high >> 56)
                    if home != byte { all.swapAt(next[byte], next[home]) }
                    next[home] += 1
                }
            }
            var start = 0
            for end in ends {
                var run = UnsafeMutableBufferPointer(rebasing: all[start..<end])
                run.sort {
                    ($0.key, $0.place, pathOf[Int($0.column)]) < ($1.key, $1.place, pathOf[Int($1.column)])
                }
                start = end
            }
        }
    }
}
