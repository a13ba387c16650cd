import Diagnostics
import Storage

/// A checkpoint's `trainer.h5`, opened: the trainer's state at once, optimizer tensors on demand.
///
/// In the file: attributes of the root for format, step and seed; attributes of `scalars` and `integers`;
/// UTF-8 bytes as datasets in `strings`; float datasets in `tensors`, nested where names have a `/`.
package final class TrainerStateFile {
  /// The file's name in a checkpoint folder.
  package static let fileName = "trainer.h5"
  /// The mark of such files.
  static let format = "flan-train trainer state"
  /// The version that is written, and the only one that is read.
  static let formatVersion: Int64 = 1

  /// The trainer's state.
  package let state: TrainerState
  /// The optimizer's tensors, in the order of their names' bytes.
  package let tensors: [TensorDescription]
  private let file: HDF5File

  /// Opens the file and reads all but the tensors' values.
  /// - Throws: `FileError`, `HDF5Error`.
  package init(reading path: String) throws {
    file = try HDF5File(reading: path)
    state = try Self.readState(file)
    tensors = try file.datasets(below: "tensors").map { [file] name in
      TensorDescription(name: name, shape: try file.dataset("tensors/\(name)").shape)
    }
  }

  /// Reads a tensor's values, in row-major order, into memory for exactly its elements.
  /// - Throws: `HDF5Error`.
  package func readFloats(_ name: String, into destination: UnsafeMutableBufferPointer<Float>) throws {
    try file.read("tensors/\(name)", into: destination)
  }

  /// A small tensor's values as an array.
  /// - Throws: `HDF5Error`.
  package func floats(_ name: String) throws -> [Float] {
    try file.array("tensors/\(name)", of: Float.self)
  }

  private static func readState(_ file: HDF5File) throws -> TrainerState {
    let format = try file.text("format", of: "/")
    let version = try file.attribute("formatVersion", of: "/", as: Int64.self)
    if format != self.format || version != formatVersion {
      throw HDF5Error(file.path, .otherFormat("\(format), version \(version)"))
    }
    var state = TrainerState(
      step: Int(try file.attribute("step", of: "/", as: Int64.self)),
      seed: try file.attribute("seed", of: "/", as: UInt64.self))
    for name in try file.attributeNames(of: "scalars") {
      state.scalars[name] = try file.attribute(name, of: "scalars", as: Double.self)
    }
    for name in try file.attributeNames(of: "integers") {
      state.integers[name] = Int(try file.attribute(name, of: "integers", as: Int64.self))
    }
    for name in try file.datasets(below: "strings") {
      let bytes = try file.array("strings/\(name)", of: UInt8.self)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw HDF5Error(file.path, object: "strings/\(name)", .cannotRead("the text is not UTF-8"))
      }
      state.strings[name] = text
    }
    return state
  }
}

/// All that a resumed run needs beside weights and optimizer tensors, kept to the last bit.
package struct TrainerState: Sendable, Equatable {
  /// Optimizer steps done.
  package var step: Int
  /// The run's seed, from which with the step all random numbers follow.
  package var seed: UInt64
  /// Numbers such as the best score.
  package var scalars: [String: Double]
  /// Whole numbers such as the data position.
  package var integers: [String: Int]
  /// Texts of any length, such as the hash of the recipe.
  package var strings: [String: String]

  /// The state after `step` steps.
  package init(
    step: Int, seed: UInt64, scalars: [String: Double] = [:], integers: [String: Int] = [:],
    strings: [String: String] = [:]
  ) {
    self.step = step
    self.seed = seed
    self.scalars = scalars
    self.integers = integers
    self.strings = strings
  }

  /// Equal to the last bit: NaN equals the same NaN, and 0 is not -0.
  package static func == (left: Self, right: Self) -> Bool {
    left.step == right.step && left.seed == right.seed && left.integers == right.integers
      && left.strings == right.strings
      && left.scalars.mapValues(\.bitPattern) == right.scalars.mapValues(\.bitPattern)
  }
}
