/// How a program is compiled.
package struct CompileOptions: Sendable, Hashable {
  /// The value of one of XLA's flags.
  package enum FlagValue: Sendable, Hashable {
    case text(String)
    case flag(Bool)
    case integer(Int)
    case number(Double)
  }

  /// The devices that run the program together, each on its part of the tensors, by their numbers; empty for one, the client's
  /// first. How tensors are split stands in the program, as shardings of Shardy's.
  package var devices: [Int]
  /// Flags of XLA's by name, such as `xla_gpu_deterministic_ops`, for this program alone.
  package var flags: [String: FlagValue]

  /// Options.
  package init(devices: [Int] = [], flags: [String: FlagValue] = [:]) {
    (self.devices, self.flags) = (devices, flags)
  }

  /// The number of devices that run the program.
  package var deviceCount: Int { max(1, devices.count) }

  /// A `CompileOptionsProto` (openxla/xla, xla/pjrt/proto/compile_options.proto): the same bytes for the same options.
  package var bytes: [UInt8] {
    var message = ProtobufWriter()
    // executable_build_options
    message.write(3) { build in
      build.write(4, 1)  // num_replicas
      build.write(5, deviceCount)  // num_partitions
      if devices.count > 1 { build.write(6, true) }  // use_spmd_partitioning
      if !devices.isEmpty { build.write(9, deviceAssignment) }
      if devices.count > 1 { build.write(19, true) }  // use_shardy_partitioner
    }
    // env_option_overrides, a map: messages of key and value
    for (name, value) in flags.sorted(by: { $0.key < $1.key }) {
      message.write(7) { entry in
        entry.write(1, name)
        entry.write(2) { override in
          switch value {
          case .text(let text): override.write(1, text)
          case .flag(let flag): override.write(2, flag)
          case .integer(let number): override.write(3, number)
          case .number(let number): override.write(4, number)
          }
        }
      }
    }
    return message.bytes
  }

  /// A `DeviceAssignmentProto`: one replica, whose partitions are the devices in their order.
  private func deviceAssignment(_ assignment: inout ProtobufWriter) {
    assignment.write(1, 1)  // replica_count
    assignment.write(2, devices.count)  // computation_count
    for device in devices { assignment.write(3) { $0.write(1, device) } }
  }
}
