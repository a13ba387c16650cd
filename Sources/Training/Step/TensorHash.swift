import Autograd
import Crypto
import Models
import Storage

extension TensorStorage {
  /// SHA-256 of the elements' bytes in lower-case hexadecimal digits.
  package var sha256: String {
    withBytes { bytes in
      var hash = SHA256()
      hash.update(bufferPointer: bytes)
      return Hexadecimal.text(hash.finalize())
    }
  }
}

extension ParameterStore {
  /// SHA-256 over all parameters' hashes, in the model's order.
  package var sha256: String {
    var hash = SHA256()
    for specification in specifications {
      hash.update(data: Array("\(specification.name) \(self[specification.name].sha256)\n".utf8))
    }
    return Hexadecimal.text(hash.finalize())
  }
}
