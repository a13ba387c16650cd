/// Everything in a file but the numbers of its datasets, read and checked at once.
struct HDF5Contents {
  /// A group or dataset.
  struct Object {
    /// The layout of a dataset; `nil` for a group.
    var dataset: HDF5Storage?
    var attributes: [String: HDF5Attribute] = [:]
  }

  /// Groups and datasets by their path from the root, which is empty itself.
  private(set) var objects: [String: Object] = [:]
  private let source: HDF5Source
  /// Where headers are that have been read.
  private var headers: Set<Int> = []

  /// Reads the objects of a file.
  /// - Throws: `HDF5Error`, `FileError`.
  init(_ source: HDF5Source) throws {
    self.source = source
    var waiting = [(name: "", address: try HDF5Superblock.root(of: source), depth: 0)]
    while let (name, address, depth) = waiting.popLast() {
      for link in try read(name, at: address) {
        if depth == HDF5Name.deepest {
          throw HDF5Error(source.file.path, .damaged("groups are too deep", offset: link.address))
        }
        waiting.append((name.isEmpty ? link.name : "\(name)/\(link.name)", link.address, depth + 1))
      }
    }
  }

  /// Reads one object.
  /// - Returns: the members of a group.
  private mutating func read(_ name: String, at address: Int) throws -> [HDF5Link] {
    do {
      if !headers.insert(address).inserted {
        throw HDF5Error(source.file.path, .foreign("an object of two names", offset: address))
      }
      let header = try HDF5ObjectHeader(source, at: address)
      var object = Object()
      let links = try links(header)
      if let links, header.messages.contains(where: { Self.dataKinds.contains($0.kind) }) {
        throw HDF5Error(
          source.file.path, .damaged("a group of \(links.count) has values as well", offset: address))
      }
      if links == nil { object.dataset = try HDF5Storage(header, at: address, in: source.file) }
      for (name, attribute) in try attributes(header) {
        if object.attributes.updateValue(attribute, forKey: name) != nil {
          throw HDF5Error(source.file.path, .damaged("two attributes '\(name)'", offset: address))
        }
      }
      if objects.updateValue(object, forKey: name) != nil {
        throw HDF5Error(source.file.path, .damaged("two objects of one name", offset: address))
      }
      return links ?? []
    } catch let error as HDF5Error {
      throw error.about(name.isEmpty ? "/" : name)
    }
  }

  private static let dataKinds: [HDF5ObjectHeader.Kind] = [
    .dataspace, .datatype, .fillValue, .layout, .filters,
  ]

  /// The members of a group; `nil` for what is none.
  private func links(_ header: HDF5ObjectHeader) throws -> [HDF5Link]? {
    guard var info = try header.only(.linkInfo) else { return nil }
    try info.expect(0, "version")
    try info.expect(0, "flags")
    var blocks = header.messages.filter { $0.kind == .link }.map(\.block)
    blocks += try kept(.links, &info)
    return try blocks.map { block in
      var block = block
      return try HDF5Link(&block)
    }
  }

  private func attributes(_ header: HDF5ObjectHeader) throws -> [(name: String, value: HDF5Attribute)] {
    var blocks = header.messages.filter { $0.kind == .attribute }.map(\.block)
    if var info = try header.only(.attributeInfo) {
      try info.expect(0, "version")
      try info.expect(0, "flags")
      blocks += try kept(.attributes, &info)
    }
    return try blocks.map { block in
      var block = block
      return try HDF5Attribute.read(&block)
    }
  }

  /// The links or attributes that are kept in a heap, where there is one.
  private func kept(_ kind: HDF5NameIndex.Kind, _ info: inout HDF5Block) throws -> [HDF5Block] {
    let (heapAddress, indexAddress) = (try info.address(), try info.address())
    guard let heapAddress, let indexAddress else {
      if heapAddress == nil, indexAddress == nil { return [] }
      throw info.damaged("has a heap without its index")
    }
    var heap = try HDF5Heap(source, at: heapAddress)
    return try HDF5NameIndex.records(kind, source, at: indexAddress).map { record in
      var record = record
      switch kind {
      case .links:
        _ = try record.raw(4)
        return try heap.object(&record, "link")
      case .attributes:
        let object = try heap.object(&record, "attribute")
        if try record.byte() & 2 != 0 { throw record.foreign("a shared message") }
        return object
      }
    }
  }
}
