#include "check.h"
#include "model/onnx_read.h"

using namespace hourglass;

// An ONNX model is refused with a sentence, or becomes a network whose parameters are all there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = from_onnx({data, size});
  if (!read) {
    fuzz::check(read.error());
    return 0;
  }
  const Network& network = read->network;
  fuzz::require(validate(network.spec).has_value() && network.parameters.size() == network.layout.size);
  for (const Sentence& line : read->taken_as) fuzz::check(Error{line});
  return 0;
}
