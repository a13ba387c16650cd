import Foundation
import PJRT
import Testing

@testable import XLARuntime

/// XLA on the processor, as the tests use it: one client for all, and programs that are compiled quickly rather than well.
enum TestDevice {
  /// The plug-in that FLAN_TRAIN_PJRT names, or that `make plugin` has fetched; `nil` where there is none.
  static let found = PlugInSearch(folder: packageFolder).candidates.first { $0.name == "cpu" }

  /// A runtime.
  /// - Parameters:
  ///   - arithmetic: what is computed with.
  ///   - logitBytes: bytes of logits above which losses are made in chunks.
  ///   - optimizing: whether the compiler takes its time.
  ///   - devices: how many of the devices that the processor is taken for.
  ///   - splitsWeights: whether each of them has a part of the weights.
  static func runtime(
    arithmetic: Arithmetic = .float32, logitBytes: Int = 256 << 20, optimizing: Bool = false,
    devices: Int = 1, splitsWeights: Bool = false
  ) throws -> XLARuntime {
    XLARuntime(
      try (devices == 1 ? client : clientOfFour).get(), deviceCount: devices, splitsWeights: splitsWeights,
      lowering: LoweringOptions(arithmetic: arithmetic, logitBytes: logitBytes),
      compiling: CompileOptions(
        flags: optimizing ? [:] : ["xla_backend_optimization_level": .integer(0)]))
  }

  private static let client = Result { try client(devices: 1) }
  private static let clientOfFour = Result { try client(devices: 4) }

  private static func client(devices: Int) throws -> PJRTClient {
    try PJRTClient(
      try PlugIn(path: try #require(found).path), options: ["cpu_device_count": .integer(devices)])
  }

  private static let packageFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../../..").standardizedFileURL.path
}

extension Trait where Self == ConditionTrait {
  /// Skips where there is no plug-in for the processor.
  static var needsPlugIn: Self {
    .enabled(
      if: TestDevice.found != nil, "There is no plug-in of XLA for the processor: 'make plugin' fetches one.")
  }
}
