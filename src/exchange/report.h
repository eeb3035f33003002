// A trained run as a report to hand in: one HTML page that needs no other file, no network and no script, and prints on
// A4 and Letter. It has the recipe, the curve, the figures, the map, a sweep, samples, and how to make the run again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "text/language.h"
#include "text/sentence.h"
#include "training/checkpoint.h"

namespace hourglass {

/// What a run itself does not have. All of it may be left out; the report then says what is missing.
struct ReportMaterial {
  Sentence data_title;                       ///< as the images are called; empty: as the settings name them
  std::vector<std::string> class_names;      ///< of the images; empty: those that the checkpoint has
  std::size_t training = 0, held_out = 0;    ///< images of either part; 0: not known
  std::vector<float> codes;                  ///< (n, k) of held-out images, where k is the code's width
  std::vector<std::uint8_t> labels;          ///< (n), or none
  std::vector<std::uint8_t> samples, worst;  ///< (m, 784) held-out images, each shown above its reconstruction
  std::vector<float> worst_errors;           ///< squared error of each of `worst`
  std::string link;                          ///< the address that opens the recipe; empty: its query alone is told
  std::string date;  ///< "2026-03-31", said as the language writes it; or as it shall stand there
};

/// The held-out images, and what the network made of them.
struct HeldOutImages {
  std::span<const std::uint8_t> pixels;  ///< (n, 784)
  std::span<const std::uint8_t> labels;  ///< (n), or none
  std::span<const float> codes;          ///< (n / every, rounded up; k) of every `every`-th image, from the first
  std::span<const float> errors;         ///< squared error of each of these
  std::size_t every = 1;
};

/// Every how manieth of so many held-out images is encoded for a report, so that its map has 3,000 points at most.
std::size_t report_every(std::size_t held_out);

/// Puts codes and labels into the material, and chooses a dozen samples, class after class in turn, and the dozen whose
/// error is largest.
void show_images(ReportMaterial& material, const HeldOutImages& images);

/// UTF-8, below 1 MB. The same input gives the same bytes. Material whose parts do not fit each other or the network is
/// left out.
std::string to_report(const Checkpoint& checkpoint, const ReportMaterial& material = {},
                      const Language& language = Language::english());

}  // namespace hourglass
