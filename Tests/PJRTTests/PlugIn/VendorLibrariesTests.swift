import Foundation
import Testing
import TestSupport

@testable import PJRT

@Suite struct VendorLibrariesTests {
  private static let plugIn = "site/jax_plugins/xla_cuda13/xla_cuda_plugin.so"

  /// One folder for all of them, as for CUDA 13, or one for each, as for CUDA 12.
  @Test(arguments: [
    (
      [
        "cu13/lib/libcublas.so.13", "cu13/lib/libcublasLt.so.13", "cu13/lib/libcudart.so.13",
        "cudnn/lib/libcudnn.so.9",
      ],
      [
        "cu13/lib/libcudart.so.13", "cu13/lib/libcublasLt.so.13", "cu13/lib/libcublas.so.13",
        "cudnn/lib/libcudnn.so.9",
      ]
    ),
    (
      ["cublas/lib/libcublas.so.12", "cuda_runtime/lib/libcudart.so.12", "cudnn/lib/libcudnn_adv.so.9"],
      ["cuda_runtime/lib/libcudart.so.12", "cublas/lib/libcublas.so.12"]
    ),
    ([], []),
  ])
  func libraries_areInTheOrderOfTheirNeeds(files: [String], expected: [String]) throws {
    let folder = try TemporaryFolder([Self.plugIn: ""])
    for file in files { try folder.write("", to: "site/nvidia/\(file)") }
    let vendor = VendorLibraries(besidePlugIn: folder.file(Self.plugIn))
    #expect(vendor.files == expected.map { folder.file("site/nvidia/\($0)") })
    #expect(vendor.dataFolder == nil)
  }

  @Test(arguments: ["cu13/nvvm/libdevice/libdevice.10.bc", "cuda_nvcc/bin/ptxas"])
  func compilersFiles_areFoundForTheCompiler(file: String) throws {
    let folder = try TemporaryFolder([Self.plugIn: ""])
    try folder.write("", to: "site/nvidia/\(file)")
    let part = try #require(file.split(separator: "/").first)
    let vendor = VendorLibraries(besidePlugIn: folder.file(Self.plugIn))
    #expect(vendor.dataFolder == folder.file("site/nvidia/\(part)"))
  }

  /// cuDNN, cuBLAS, cards, and whether they go wrong together.
  private static let versions: [(Int?, Int?, Int, Bool)] = [
    (91_000, 120_900, 2, true), (91_000, 120_900, 1, false), (91_001, 120_900, 2, false),
    (90_800, 120_800, 8, false), (nil, 130_000, 8, false), (90_000, nil, 8, false),
  ]

  @Test(arguments: versions)
  func versions_thatComputeWrongNumbersOnSeveralCards_areKnown(
    cudnn: Int?, cublas: Int?, devices: Int, isFlawed: Bool
  ) {
    let flaw = VendorVersions(cudnn: cudnn, cublas: cublas).flaw(deviceCount: devices)
    #expect((flaw != nil) == isFlawed && flaw?.contains("cuDNN 91000") != false)
  }
}
