import Storage

extension AdapterConfiguration {
  /// Writes an adapter folder's files into an existing folder.
  /// - Parameters:
  ///   - base: the base model as it is now.
  ///   - tensors: the adapter's weights under the folder's names.
  /// - Throws: `FileError`, `WeightsError` for a weight that is not finite, `EncodingError` for a number that
  ///   is not.
  package func write(
    _ base: AdapterBase, _ tensors: [NamedTensor], precision: SafetensorsWriter.Precision = .float32,
    to folder: String, fileSystem: FileSystem = .standard
  ) throws {
    try fileSystem.write(json(), to: "\(folder)/\(Self.fileName)")
    try fileSystem.write(base.json(), to: "\(folder)/\(AdapterBase.fileName)")
    try SafetensorsWriter(precision: precision, fileSystem: fileSystem).write(
      tensors, to: "\(folder)/\(OpenedAdapter.weightsName)")
  }
}
