import CPJRT

/// A compiled program on the devices that it was compiled for.
package final class PJRTExecutable: @unchecked Sendable {
  /// The client that runs it.
  package let client: PJRTClient
  /// The program apart from its devices.
  package let program: PJRTProgram
  /// The number of devices that run it together.
  package let deviceCount: Int
  /// The number of its results, on each device.
  package let resultCount: Int
  let handle: OpaquePointer

  /// The executable of a handle, which is its own from now on.
  /// - Throws: `PJRTError`.
  init(_ handle: OpaquePointer, deviceCount: Int, _ client: PJRTClient) throws(PJRTError) {
    let plugIn = client.plugIn
    do throws(PJRTError) {
      let found = try plugIn.call("look at the program", PJRT_LoadedExecutable_GetExecutable_Args.self) {
        $0.loaded_executable = handle
      }
      program = PJRTProgram(found.executable, plugIn)
      resultCount = try program.resultCount()
    } catch {
      plugIn.release(PJRT_LoadedExecutable_Destroy_Args.self) { $0.executable = handle }
      throw error
    }
    (self.handle, self.deviceCount, self.client) = (handle, deviceCount, client)
  }

  deinit { client.plugIn.release(PJRT_LoadedExecutable_Destroy_Args.self) { $0.executable = handle } }

  /// The memory that a run takes on each device.
  /// - Throws: `PJRTError`.
  package func memory() throws(PJRTError) -> CompiledMemory { try program.memory() }
}

extension PJRTClient {
  /// Compiles a program.
  /// - Parameter text: StableHLO, in MLIR's text.
  /// - Throws: `PJRTError`, with the place where the text is wrong.
  package func compile(_ text: String, _ options: CompileOptions = CompileOptions()) throws(PJRTError)
    -> PJRTExecutable
  {
    let settings = plugIn.settingsForVendor(options).bytes
    let result = try withProgram(text, settings) { program, settings throws(PJRTError) in
      try plugIn.call("compile the program", PJRT_Client_Compile_Args.self) {
        $0.client = handle
        $0.program = program
        $0.compile_options = settings.baseAddress
        $0.compile_options_size = settings.count
      }
    }
    return try PJRTExecutable(result.executable, deviceCount: options.deviceCount, self)
  }

  /// Loads what `PJRTProgram.serialized` gave, by the same plug-in for the same kind and number of devices.
  /// - Throws: `PJRTError`, where it is of another plug-in or device.
  package func load(_ bytes: [UInt8], deviceCount: Int) throws(PJRTError) -> PJRTExecutable {
    let result = try bytes.withUnsafeBufferPointer { bytes throws(PJRTError) in
      try plugIn.call("load the compiled program", PJRT_Executable_DeserializeAndLoad_Args.self) {
        $0.client = handle
        $0.serialized_executable = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
        $0.serialized_executable_size = bytes.count
      }
    }
    return try PJRTExecutable(result.loaded_executable, deviceCount: deviceCount, self)
  }
}

extension PlugIn {
  /// The options with what the compiler must know of the vendor's files.
  func settingsForVendor(_ options: CompileOptions) -> CompileOptions {
    var result = options
    let flag = "xla_gpu_cuda_data_dir"
    if let folder = vendor.dataFolder, result.flags[flag] == nil { result.flags[flag] = .text(folder) }
    return result
  }
}

/// Hands a program's text and the bytes of its options to C.
func withProgram<Result>(
  _ text: String, _ options: [UInt8],
  _ body: (UnsafePointer<PJRT_Program>, UnsafeBufferPointer<CChar>) throws(PJRTError) -> Result
) throws(PJRTError) -> Result {
  var code = text.utf8.map { CChar(bitPattern: $0) }
  let format = "mlir".utf8.map { CChar(bitPattern: $0) }
  let options = options.map { CChar(bitPattern: $0) }
  return try code.withUnsafeMutableBufferPointer { code throws(PJRTError) in
    try format.withUnsafeBufferPointer { format throws(PJRTError) in
      var program = PJRT_Program()
      program.struct_size = MemoryLayout<PJRT_Program>.size
      (program.code, program.code_size) = (code.baseAddress, code.count)
      (program.format, program.format_size) = (format.baseAddress, format.count)
      return try withUnsafePointer(to: &program) { program throws(PJRTError) in
        try options.withUnsafeBufferPointer { options throws(PJRTError) in try body(program, options) }
      }
    }
  }
}
