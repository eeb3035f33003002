// A set of a person's own as it is kept for the next visit: the images as they are used, not the files that they came
// in, with a catalogue's entry that names them, so that they are read again as a set of the site's is.
#pragma once

#include <memory>
#include <string>

#include "data/image_set.h"
#include "engine/protocol.h"

namespace hourglass {

struct KeptSet {
  std::string name;   ///< as in Experiment::data.dataset
  std::string entry;  ///< JSON (data/catalogue.h)
  /// Two IDX files, or one without labels: what stands before pixels and labels, which follow as the set has them.
  Bytes images_head, labels_head;
  std::shared_ptr<const ImageSet> set;
};

KeptSet pack(std::string name, std::shared_ptr<const ImageSet> set);

}  // namespace hourglass
