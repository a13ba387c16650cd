import CPJRT

/// A compiled program, wherever it may run.
package final class PJRTProgram: @unchecked Sendable {
  private let plugIn: PlugIn
  private let handle: OpaquePointer

  /// The program of a handle, which is its own from now on.
  init(_ handle: OpaquePointer, _ plugIn: PlugIn) { (self.handle, self.plugIn) = (handle, plugIn) }

  deinit { plugIn.release(PJRT_Executable_Destroy_Args.self) { $0.executable = handle } }

  /// The number of its results, on each device.
  /// - Throws: `PJRTError`.
  package func resultCount() throws(PJRTError) -> Int {
    try plugIn.call("count the program's results", PJRT_Executable_NumOutputs_Args.self) {
      $0.executable = handle
    }.num_outputs
  }

  /// The memory that a run takes on each device.
  /// - Throws: `PJRTError`.
  package func memory() throws(PJRTError) -> CompiledMemory {
    let told = try plugIn.call("tell the program's memory", PJRT_Executable_GetCompiledMemoryStats_Args.self)
    {
      $0.executable = handle
    }
    return CompiledMemory(
      arguments: Int(told.argument_size_in_bytes), results: Int(told.output_size_in_bytes),
      donated: Int(told.alias_size_in_bytes), temporaries: Int(told.temp_size_in_bytes),
      code: Int(told.generated_code_size_in_bytes))
  }

  /// The compiled code, for `PJRTClient.load`, also in another process.
  /// - Throws: `PJRTError`.
  package func serialized() throws(PJRTError) -> [UInt8] {
    let result = try plugIn.call("write the compiled program", PJRT_Executable_Serialize_Args.self) {
      $0.executable = handle
    }
    defer { result.serialized_executable_deleter?(result.serialized_executable) }
    return Array(UnsafeRawBufferPointer(start: result.serialized_bytes, count: result.serialized_bytes_size))
  }
}

/// The memory that one run of a compiled program takes on each device, in bytes.
package struct CompiledMemory: Sendable, Equatable {
  /// What the program is given.
  package let arguments: Int
  /// What it gives back.
  package let results: Int
  /// The part of the results that takes the place of arguments.
  package let donated: Int
  /// What is needed while it runs.
  package let temporaries: Int
  /// The program itself.
  package let code: Int

  /// Arguments, results and temporaries together, each byte counted once.
  package var total: Int { arguments + results - donated + temporaries }
}
