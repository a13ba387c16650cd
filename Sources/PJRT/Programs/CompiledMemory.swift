import CPJRT

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

  /// What a plug-in says of a program.
  /// - Throws: `PJRTError`.
  init(of program: OpaquePointer, _ plugIn: PlugIn) throws(PJRTError) {
    let told = try plugIn.call("tell the program's memory", PJRT_Executable_GetCompiledMemoryStats_Args.self)
    {
      $0.executable = program
    }
    arguments = Int(told.argument_size_in_bytes)
    results = Int(told.output_size_in_bytes)
    donated = Int(told.alias_size_in_bytes)
    temporaries = Int(told.temp_size_in_bytes)
    code = Int(told.generated_code_size_in_bytes)
  }
}
