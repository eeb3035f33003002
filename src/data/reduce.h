// What DecodeOptions ask of a set that stands in memory: dropping duplicates and blank images, keeping a sample,
// inverting. The picture collector does the same for streams; this serves all other formats.
#pragma once

#include "data/image_set.h"
#include "data/options.h"

namespace hourglass {

/// Adds a note for each thing done. A published split stays, its ranges smaller.
void reduce(ImageSet& set, const DecodeOptions& options);

/// Inverts, when the options say so.
void invert_if_asked(ImageSet& set, const DecodeOptions& options);

/// What was left out, in words; both ways of loading say it alike.
void note_dropped(std::vector<Sentence>& notes, std::size_t blank, std::size_t duplicates);
Sentence sample_note(std::size_t kept, std::size_t of, bool balanced);

}  // namespace hourglass
