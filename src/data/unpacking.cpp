#include "data/unpacking.h"

namespace hourglass {

std::unexpected<Error> fail_damaged_packing() {
  return fail(
      "The compressed data is damaged: it does not unpack, or its checksum disagrees. Fetch the file "
      "again.");
}

std::unexpected<Error> fail_no_room_to_unpack() { return fail("There is not enough memory to unpack this."); }

}  // namespace hourglass
