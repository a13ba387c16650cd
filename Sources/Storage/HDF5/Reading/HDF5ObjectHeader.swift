/// The messages of an object's header, of version 2 (HDF5 file format specification 3.0, IV.A.1.b).
struct HDF5ObjectHeader {
  /// The kinds of messages that are written.
  enum Kind: Int {
    case none = 0x00
    case dataspace = 0x01
    case linkInfo = 0x02
    case datatype = 0x03
    case fillValue = 0x05
    case link = 0x06
    case layout = 0x08
    case groupInfo = 0x0A
    case filters = 0x0B
    case attribute = 0x0C
    case continuation = 0x10
    case attributeInfo = 0x15

    /// Words for messages.
    var name: String {
      switch self {
      case .none: "gap"
      case .dataspace: "dataspace"
      case .linkInfo: "group's index of links"
      case .datatype: "type"
      case .fillValue: "fill value"
      case .link: "link"
      case .layout: "layout"
      case .groupInfo: "group's settings"
      case .filters: "filters"
      case .attribute: "attribute"
      case .continuation: "continuation"
      case .attributeInfo: "index of attributes"
      }
    }
  }

  /// All messages, in the order in which they are there.
  private(set) var messages: [(kind: Kind, block: HDF5Block)] = []
  private var continuations: [(address: Int, count: Int)] = []

  /// Reads the header at an address and all that it continues in.
  /// - Throws: `HDF5Error`, `FileError`.
  init(_ source: HDF5Source, at address: Int) throws {
    // Signature, version, flags, and at most times, phases and a size of eight bytes.
    let longest = 6 + 16 + 4 + 8
    let available = source.contains(address, longest) ? longest : max(0, source.file.size - address)
    var start = try source.block(at: address, count: available, "object header")
    try start.expect(signature: "OHDR")
    try start.expect(2, "version")
    let flags = try start.byte()
    if flags & 0xE0 != 0 { throw start.foreign("an object header with times") }
    if flags & 0x1C != 0 { throw start.foreign("an object header with an order of creation or phases") }
    let size = try start.number(1 << (flags & 3))
    let before = start.place - address
    guard let size = Int(exactly: size), source.contains(address, before + 4), size <= source.file.size else {
      throw start.damaged("is larger than the file")
    }
    var whole = try source.block(at: address, count: before + size + 4, "object header")
    try whole.takeChecksum()
    _ = try whole.raw(before)
    try read(&whole)
    while let (address, count) = continuations.popLast() {
      var block = try source.block(at: address, count: count, "object header's continuation")
      try block.takeChecksum()
      try block.expect(signature: "OCHK")
      try read(&block)
    }
  }

  /// Takes the messages of one piece.
  private mutating func read(_ block: inout HDF5Block) throws(HDF5Error) {
    // What is too short for a message is a gap.
    while block.rest >= 4 {
      let before = block
      let (type, size, flags) = (try block.byte(), try block.short(), try block.byte())
      guard let kind = Kind(rawValue: type) else { throw before.foreign(Self.name(type)) }
      if flags & 2 != 0 { throw before.foreign("a shared message") }
      var message = try block.block(size, kind.name)
      if kind == .continuation {
        guard let address = try message.address() else { throw message.damaged("continues nowhere") }
        continuations.append((address, try message.length()))
      } else if kind != .none {
        messages.append((kind, message))
      }
    }
  }

  /// The message of a kind of which there may be one.
  /// - Throws: `HDF5Error` where there are more.
  func only(_ kind: Kind) throws(HDF5Error) -> HDF5Block? {
    let found = messages.filter { $0.kind == kind }
    if found.count > 1 { throw found[1].block.damaged("is there twice") }
    return found.first?.block
  }

  /// What a message that is never written is.
  private static func name(_ type: Int) -> String {
    switch type {
    case 0x04: "an old fill value"
    case 0x07: "values in external files"
    case 0x0D: "a comment"
    case 0x0F: "a table of shared messages"
    case 0x11: "a symbol table"
    case 0x0E, 0x12: "a modification time"
    case 0x13: "sizes of B-trees"
    case 0x14: "a driver's settings"
    case 0x16: "a count of references"
    case 0x17: "a list of free space"
    default: "an unknown message of type \(type)"
    }
  }
}
