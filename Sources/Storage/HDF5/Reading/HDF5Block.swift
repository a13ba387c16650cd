/// A piece of a file's metadata, read from front to back; what is not there is an error, never a trap.
struct HDF5Block {
  /// What the piece is, for messages.
  let what: String
  /// Where the piece begins in the file.
  let start: Int
  private let path: String
  private let bytes: ArraySlice<UInt8>
  private var next: Int

  init(_ bytes: ArraySlice<UInt8>, of path: String, at start: Int, _ what: String) {
    (self.bytes, self.path, self.start, self.what) = (bytes, path, start, what)
    next = bytes.startIndex
  }

  /// The number of bytes that have not been read.
  var rest: Int { bytes.endIndex - next }

  /// Where the next byte is in the file.
  var place: Int { start + next - bytes.startIndex }

  /// The error that the piece is not what it should be.
  func damaged(_ problem: String) -> HDF5Error {
    HDF5Error(path, .damaged("\(what) \(problem)", offset: place))
  }

  /// The error that the file has something that is never written.
  func foreign(_ found: String) -> HDF5Error { HDF5Error(path, .foreign(found, offset: place)) }

  /// The next `count` bytes.
  mutating func raw(_ count: Int) throws(HDF5Error) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest else { throw damaged("ends too early") }
    defer { next += count }
    return bytes[next..<next + count]
  }

  /// The next `count` bytes as a piece of their own.
  mutating func block(_ count: Int, _ what: String) throws(HDF5Error) -> HDF5Block {
    let start = place
    return HDF5Block(try raw(count), of: path, at: start, what)
  }

  /// A number of up to eight bytes, the lowest first.
  mutating func number(_ size: Int) throws(HDF5Error) -> UInt64 {
    precondition((0...8).contains(size), "a number of \(size) bytes")
    return try raw(size).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A number of one byte.
  mutating func byte() throws(HDF5Error) -> Int { Int(try number(1)) }

  /// A number of two bytes.
  mutating func short() throws(HDF5Error) -> Int { Int(try number(2)) }

  /// A number of four bytes.
  mutating func word() throws(HDF5Error) -> Int { Int(try number(4)) }

  /// A size of eight bytes.
  mutating func length() throws(HDF5Error) -> Int {
    guard let length = Int(exactly: try number(8)) else { throw damaged("has a size beyond all files") }
    return length
  }

  /// A place in the file; `nil` for none.
  mutating func address() throws(HDF5Error) -> Int? {
    let number = try number(8)
    if number == .max { return nil }
    guard let address = Int(exactly: number) else { throw damaged("points beyond all files") }
    return address
  }

  /// The four letters that the piece must begin with.
  mutating func expect(signature: String) throws(HDF5Error) {
    if try !raw(signature.utf8.count).elementsEqual(signature.utf8) {
      next = bytes.startIndex
      throw damaged("does not begin with \(signature)")
    }
  }

  /// A byte of which only one value is written.
  mutating func expect(_ expected: Int, _ name: String) throws(HDF5Error) {
    let before = self
    let found = try byte()
    if found != expected { throw before.foreign("\(what) of \(name) \(found)") }
  }

  /// Takes the checksum from the piece's end and compares it.
  mutating func takeChecksum() throws(HDF5Error) {
    guard bytes.count >= 4 else { throw damaged("ends too early") }
    let (content, sum) = (bytes.dropLast(4), bytes.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
    if Lookup3.checksum(of: content) != sum { throw damaged("has another checksum than it says") }
    self = HDF5Block(content, of: path, at: start, what)
  }

  /// Compares the checksum that comes next, of all the piece with zeros in the checksum's place.
  mutating func takeOwnChecksum() throws(HDF5Error) {
    let place = next
    let sum = UInt32(try number(4))
    var content = Array(bytes)
    for index in 0..<4 { content[place - bytes.startIndex + index] = 0 }
    if Lookup3.checksum(of: content[...]) != sum { throw damaged("has another checksum than it says") }
  }
}
