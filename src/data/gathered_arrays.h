// Arrays that a file holds one by one, an image or a label each, as they stand in lists, in cells and in arrays of
// structs: put together to the few arrays that they are to people. Apart from the readers, which find them.
#pragma once

#include <vector>

#include "data/incoming_array.h"

namespace hourglass {

/// Single images, lone numbers (of no dimensions) and lone words whose paths differ in one number alone
/// ("data/0/image", "data/1/image") become one array each under the rest of the path ("data/image"), in the order in
/// which they stand. Lone numbers and words that are alone are settings and go.
void gather_arrays(std::vector<NamedArray>& arrays);

}  // namespace hourglass
