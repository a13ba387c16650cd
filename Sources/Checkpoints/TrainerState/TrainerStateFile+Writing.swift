import Diagnostics
import Storage

extension TrainerStateFile {
  /// Writes a new file with the trainer's state and the optimizer's tensors, one tensor after the other.
  ///
  /// The same state gives the same bytes. Where writing fails, no file stays behind.
  /// - Parameters:
  ///   - tensors: names may have `/` in them, which makes groups.
  ///   - layout: how the tensors are stored.
  /// - Throws: `HDF5Error`, `FileError`, and what a tensor's closure throws.
  package static func write(
    _ state: TrainerState, tensors: [NamedTensor], to path: String, layout: HDF5Layout = .contiguous,
    fileSystem: FileSystem = .standard
  ) throws {
    let file = try HDF5Writer(creating: path, fileSystem: fileSystem)
    try write(state, to: file)
    for tensor in tensors.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      try write(tensor, to: file, layout: layout)
    }
    try file.close()
  }

  private static func write(_ state: TrainerState, to file: HDF5Writer) throws {
    try file.setAttribute("format", of: "/", to: format)
    try file.setAttribute("formatVersion", of: "/", to: formatVersion)
    try file.setAttribute("step", of: "/", to: Int64(state.step))
    try file.setAttribute("seed", of: "/", to: state.seed)
    for group in ["integers", "scalars", "strings", "tensors"] { try file.createGroup(group) }
    for (name, value) in sorted(state.scalars) { try file.setAttribute(name, of: "scalars", to: value) }
    for (name, value) in sorted(state.integers) {
      try file.setAttribute(name, of: "integers", to: Int64(value))
    }
    for (name, text) in sorted(state.strings) {
      let bytes = Array(text.utf8)
      try bytes.withUnsafeBufferPointer {
        try file.write("strings/\(name)", shape: [$0.count], values: $0)
      }
    }
  }

  private static func write(_ tensor: NamedTensor, to file: HDF5Writer, layout: HDF5Layout) throws {
    let name = "tensors/\(tensor.name)"
    var isWritten = false
    try tensor.withValues { values in
      try file.write(name, shape: tensor.shape, values: values, layout: layout)
      isWritten = true
    }
    if !isWritten { throw HDF5Error(file.path, object: name, .badShape(tensor.shape, valueCount: 0)) }
  }

  private static func sorted<Value>(_ values: [String: Value]) -> [(key: String, value: Value)] {
    values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}
