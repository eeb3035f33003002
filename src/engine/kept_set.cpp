#include "engine/kept_set.h"

#include <utility>

#include "data/catalogue.h"
#include "data/idx.h"

namespace hourglass {

KeptSet pack(std::string name, std::shared_ptr<const ImageSet> set) {
  KeptSet kept;
  CatalogueEntry entry;
  entry.id = name;
  entry.title = set->name.empty() ? name : set->name;
  entry.images = set->size();
  entry.class_names = set->class_names;
  entry.split = set->published;
  kept.images_head = idx_images_head(set->size());
  entry.files.push_back({"images-idx3-ubyte", kept.images_head.size() + set->pixels.size(), {}});
  if (set->labelled()) {
    kept.labels_head = idx_labels_head(set->size());
    entry.files.push_back({"labels-idx1-ubyte", kept.labels_head.size() + set->labels.size(), {}});
  }
  for (const CatalogueFile& file : entry.files) entry.bytes += file.bytes;
  kept.entry = write_entry(entry);
  kept.name = std::move(name);
  kept.set = std::move(set);
  return kept;
}

}  // namespace hourglass
