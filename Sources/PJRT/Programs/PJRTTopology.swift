import CPJRT

/// Devices that are not here, for which programs can be compiled: the plug-in needs no driver and no card for it.
package final class PJRTTopology: @unchecked Sendable {
  private let plugIn: PlugIn
  private let handle: OpaquePointer

  /// Describes devices.
  /// - Parameter options: for NVIDIA's cards `target_config`, the text of a `GpuTargetConfigProto`, and `topology`, the numbers of
  ///   partitions, hosts, and cards of a host: `1x1x8`.
  /// - Throws: `PJRTError`.
  package init(_ plugIn: PlugIn, options: [String: NamedValue]) throws(PJRTError) {
    let list = NamedValueList(options)
    let name = "described".utf8.map { CChar(bitPattern: $0) }
    let made = try list.values.withUnsafeBufferPointer { values throws(PJRTError) in
      try name.withUnsafeBufferPointer { name throws(PJRTError) in
        try plugIn.call("describe the devices", PJRT_TopologyDescription_Create_Args.self) {
          $0.topology_name = name.baseAddress
          $0.topology_name_size = name.count
          $0.create_options = values.baseAddress
          $0.num_options = values.count
        }
      }
    }
    withExtendedLifetime(list) {}
    (self.plugIn, handle) = (plugIn, made.topology)
  }

  deinit { plugIn.release(PJRT_TopologyDescription_Destroy_Args.self) { $0.topology = handle } }

  /// Compiles a program for the devices.
  /// - Parameter text: StableHLO, in MLIR's text.
  /// - Throws: `PJRTError`, with the place where the text is wrong.
  package func compile(
    _ text: String, _ options: CompileOptions = CompileOptions()
  ) throws(PJRTError) -> PJRTProgram {
    let settings = plugIn.settingsForVendor(options).bytes
    let result = try withProgram(text, settings) { program, settings throws(PJRTError) in
      try plugIn.call("compile the program", PJRT_Compile_Args.self) {
        $0.topology = handle
        $0.program = program
        $0.compile_options = settings.baseAddress
        $0.compile_options_size = settings.count
      }
    }
    return PJRTProgram(result.executable, plugIn)
  }
}
