import Foundation
import Testing

@testable import PJRT

/// The plug-in for the processor that the tests use, if there is one.
enum TestPlugIn {
  /// The one that FLAN_TRAIN_PJRT names, or that `make plugin` has fetched.
  static let found: PlugInSearch.Candidate? = PlugInSearch(folder: packageFolder).candidates.first {
    $0.name == "cpu"
  }

  /// The plug-in.
  static func plugIn() throws -> PlugIn { try shared.get() }

  /// A client with two devices, which all tests share.
  static func client() throws -> PJRTClient { try sharedClient.get() }

  /// The folder of this package.
  static let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .path

  private static let shared = Result { try PlugIn(path: try #require(found).path) }

  private static let sharedClient = Result {
    try PJRTClient(try plugIn(), options: ["cpu_device_count": .integer(2)])
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips where there is no plug-in for the processor.
  static var needsPlugIn: Self {
    .enabled(
      if: TestPlugIn.found != nil, "There is no plug-in of XLA for the processor: 'make plugin' fetches one.")
  }
}

extension PJRTClient {
  /// A tensor of `elements` on one of the devices.
  func buffer<Element>(
    _ elements: [Element], _ type: ElementType, _ dimensions: [Int], device: Int = 0
  ) throws -> PJRTBuffer {
    try elements.withUnsafeBytes {
      try buffer(of: $0, type, dimensions: dimensions, on: devices[device])
    }
  }
}

extension PJRTBuffer {
  /// The elements.
  func elements<Element>(_ type: Element.Type, _ count: Int) throws -> [Element] {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count * MemoryLayout<Element>.stride, alignment: 16)
    defer { bytes.deallocate() }
    try read(into: bytes)
    return Array(bytes.bindMemory(to: type))
  }
}
