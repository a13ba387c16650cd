import Foundation

/// The folder of the suites that come with the program.
let suiteFolder: String = {
  let package = URL(fileURLWithPath: #filePath).pathComponents.dropLast(3).dropFirst()
  return "/" + package.joined(separator: "/") + "/Data/Suites"
}()
