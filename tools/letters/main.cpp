// Makes the letters A to J: reads unpacked font packages, writes two gzipped IDX files, the catalogue entry, the
// attribution list, the packages' versions and a contact sheet. tools/letters/make calls it.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "attribution.h"
#include "choose.h"
#include "data/catalogue.h"
#include "data/gzip.h"
#include "data/idx.h"
#include "data/png.h"
#include "data/sha256.h"
#include "data/statistics.h"
#include "data/text.h"
#include "faces.h"

namespace fs = std::filesystem;

namespace hourglass::letters {
namespace {

// A face is bad when fewer of its ten letters than this are taken for what they are by other families' letters.
constexpr int kFewestAgreeing = 8;
// notMNIST's mean pixel of each letter.
constexpr double kNotMnistMeans[kLetters] = {.37, .51, .36, .45, .44, .38, .41, .44, .55, .35};

struct Arguments {
  fs::path fonts, out, table, sheet;
  ChooseOptions choose;
};

std::optional<Arguments> parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string key = argv[i], value = argv[i + 1];
    if (key == "--fonts")
      arguments.fonts = value;
    else if (key == "--out")
      arguments.out = value;
    else if (key == "--licences")
      arguments.table = value;
    else if (key == "--sheet")
      arguments.sheet = value;
    else if (key == "--each")
      arguments.choose.each = std::atoi(value.c_str());
    else if (key == "--seed")
      arguments.choose.seed = static_cast<std::uint64_t>(std::atoll(value.c_str()));
    else
      return std::nullopt;
  }
  if (argc % 2 == 0 || arguments.fonts.empty() || arguments.out.empty()) return std::nullopt;
  return arguments;
}

void write_file(const fs::path& path, std::span<const std::uint8_t> bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}
void write_text(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// "package version" a line, as tools/letters/fetch leaves it.
std::map<std::string, std::string> read_versions(const fs::path& path) {
  std::map<std::string, std::string> versions;
  std::ifstream file(path);
  std::string package, version;
  while (file >> package >> version) versions[package] = version;
  return versions;
}

void keep_good_faces(std::vector<Face>& faces, std::vector<int>& families) {
  const std::vector<int> agreeing = count_agreeing(faces, families);
  int bad = 0, agreed = 0;
  std::size_t kept = 0;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    agreed += agreeing[f];
    if (agreeing[f] < kFewestAgreeing) {
      ++bad;
      continue;
    }
    if (kept != f) {
      faces[kept] = std::move(faces[f]);
      families[kept] = families[f];
    }
    ++kept;
  }
  std::printf("5 nearest neighbours of other families agree with the label for %.1f%%; %d bad faces rejected\n",
              10.0 * agreed / static_cast<double>(faces.size()), bad);
  faces.resize(kept);
  families.resize(kept);
}

ImageSet to_set(const std::vector<Face>& faces, const std::vector<Choice>& chosen) {
  ImageSet set;
  set.name = "Letters A-J (free fonts, in the manner of notMNIST)";
  std::uint32_t train = 0;
  for (const Choice& choice : chosen) {
    const Glyph& glyph = faces[choice.face].glyphs[choice.letter];
    set.pixels.insert(set.pixels.end(), glyph.begin(), glyph.end());
    set.labels.push_back(choice.letter);
    train += !choice.held_out;
  }
  for (int l = 0; l < kLetters; ++l) set.class_names.emplace_back(1, static_cast<char>('A' + l));
  set.published = {{0, train}, {train, train}, {train, static_cast<std::uint32_t>(chosen.size())}};
  return set;
}

std::vector<Attribution> attributions(const Arguments& arguments, const std::vector<Face>& faces,
                                      const std::vector<Choice>& chosen) {
  const auto versions = read_versions(arguments.fonts / "versions.txt");
  std::map<std::string, Attribution> by_package;
  for (const Choice& choice : chosen) {
    const Face& face = faces[choice.face];
    auto [item, fresh] = by_package.try_emplace(face.package);
    if (fresh) {
      item->second = read_attribution(arguments.fonts / face.package, face.package, arguments.table);
      const auto version = versions.find(face.package);
      if (version != versions.end()) item->second.version = version->second;
    }
    ++item->second.families[face.family];
  }
  std::vector<Attribution> list;
  for (auto& [package, item] : by_package) list.push_back(std::move(item));
  return list;
}

// A picture of a letter is a document that shows the font: what is under a GPL must say that such documents are free.
bool all_may_be_used(const std::vector<Attribution>& list) {
  bool all = true;
  for (const Attribution& item : list) {
    const bool gpl = item.licence.find("GPL") != std::string::npos;
    const bool free_documents =
        item.licence.find("exception") != std::string::npos || item.licence.find(" or ") != std::string::npos;
    if (item.licence.empty() || item.version.empty()) {
      std::fprintf(stderr, "No licence or version is known for %s: add it to licences.txt, or fetch it again.\n",
                   item.package.c_str());
      all = false;
    } else if (gpl && !free_documents) {
      std::fprintf(stderr, "%s is under %s without a font exception: take it out of packages.txt.\n",
                   item.package.c_str(), item.licence.c_str());
      all = false;
    }
  }
  return all;
}

void report(const ImageSet& set) {
  std::vector<std::uint32_t> train, held_out;
  for (std::uint32_t i = 0; i < set.size(); ++i) (i < set.published.train.end ? train : held_out).push_back(i);
  std::vector<std::uint32_t> all = train;
  all.insert(all.end(), held_out.begin(), held_out.end());
  const DataStatistics look = look_at(set, all);
  std::printf("%zu images to train on, %zu held out, %zu shared; letter, images, mean pixel (notMNIST's):\n",
              train.size(), held_out.size(), shared_images(set, train, held_out));
  for (int l = 0; l < kLetters; ++l) {
    double mean = 0;
    for (int p = 0; p < kImagePixels; ++p)
      mean += look.means[static_cast<std::size_t>((1 + l) * kImagePixels + p)] / 255.0;
    std::printf("  %c %5zu %.3f (%.2f)\n", 'A' + l, look.counts[static_cast<std::size_t>(l)], mean / kImagePixels,
                kNotMnistMeans[l]);
  }
  for (const std::string& warning : look.warnings) std::printf("  %s\n", warning.c_str());
}

// Twenty of each letter, a row a letter, a pixel between them.
void write_sheet(const ImageSet& set, const fs::path& path) {
  constexpr int kAcross = 40, kStep = kImageSide + 1;
  std::vector<std::uint32_t> all(set.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  const auto samples = sample_sheet(set, all, kAcross * 2, 1);
  Picture sheet{kAcross * kStep, kLetters * 2 * kStep, {}};
  sheet.pixels.assign(static_cast<std::size_t>(sheet.width) * sheet.height, 90);
  for (std::size_t n = 0; n * kImagePixels < samples.size(); ++n) {
    const std::size_t row = n / kAcross, column = n % kAcross;
    for (std::size_t y = 0; y < kImageSide; ++y) {
      std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(n * kImagePixels + y * kImageSide), kImageSide,
                  sheet.pixels.begin() + static_cast<std::ptrdiff_t>((row * kStep + y) * sheet.width + column * kStep));
    }
  }
  write_file(path, encode_png(sheet));
}

int run(const Arguments& arguments) {
  FaceCounts counts;
  std::vector<Face> faces = load_faces(arguments.fonts, counts);
  std::printf(
      "%d files, %d faces: %d unreadable, %d without a Unicode map, %d incomplete, %d with letters alike; %zu remain\n",
      counts.files, counts.faces, counts.unreadable, counts.without_unicode, counts.incomplete, counts.alike,
      faces.size());
  std::vector<int> families = find_families(faces);
  keep_good_faces(faces, families);
  std::printf("%zu faces in %zu families\n", faces.size(), std::set<int>(families.begin(), families.end()).size());

  ChooseCounts chosen_counts;
  const std::vector<Choice> chosen = choose(faces, families, arguments.choose, chosen_counts);
  std::printf("%d drawn, %d exact duplicates dropped\n", chosen_counts.drawn, chosen_counts.exact_duplicates);
  const ImageSet set = to_set(faces, chosen);
  report(set);

  const std::vector<Attribution> list = attributions(arguments, faces, chosen);
  if (!all_may_be_used(list)) return 1;

  fs::create_directories(arguments.out);
  const auto images = gzip(encode_idx_images(set)), labels = gzip(encode_idx_labels(set));
  write_file(arguments.out / "letters-images-idx3-ubyte.gz", images);
  write_file(arguments.out / "letters-labels-idx1-ubyte.gz", labels);
  std::string versions;
  for (const Attribution& item : list) versions += item.package + " " + item.version + "\n";
  write_text(arguments.out / "packages.txt", versions);
  write_text(arguments.out / "attribution.md", attribution_markdown(list, static_cast<int>(set.size())));
  CatalogueEntry entry;
  entry.id = "letters";
  entry.title = set.name;
  entry.about =
      "Letters A to J from " + with_commas(std::set<int>(families.begin(), families.end()).size()) +
      " families of free fonts, each stretched to 28 by 28 as notMNIST's are; the held-out ones are of other families.";
  entry.images = set.size();
  entry.files = {{"letters/letters-images-idx3-ubyte.gz", images.size(), sha256(images)},
                 {"letters/letters-labels-idx1-ubyte.gz", labels.size(), sha256(labels)}};
  entry.bytes = images.size() + labels.size();
  entry.split = set.published;
  entry.class_names = set.class_names;
  entry.terms =
      "Rendered from free fonts (OFL, GPL with font exception, Apache, MIT, BSD and others); see the list of fonts";
  entry.source = "Made for Hourglass from Debian's font packages by tools/letters";
  entry.attribution = "letters/attribution.md";
  write_text(arguments.out / "entry.json", write_entry(entry));
  write_text(arguments.out / "SHA256SUMS", entry.files[0].sha256 + "  letters-images-idx3-ubyte.gz\n" +
                                               entry.files[1].sha256 + "  letters-labels-idx1-ubyte.gz\n");
  if (!arguments.sheet.empty()) write_sheet(set, arguments.sheet);
  std::printf("%s: %s\n", arguments.out.c_str(), readable_size(entry.bytes).c_str());
  return 0;
}

}  // namespace
}  // namespace hourglass::letters

int main(int argc, char** argv) {
  const auto arguments = hourglass::letters::parse(argc, argv);
  if (!arguments) {
    std::fprintf(stderr,
                 "letters --fonts FOLDER --out FOLDER [--licences FILE] [--sheet PNG] [--each 1000] [--seed 1]\n");
    return 2;
  }
  return hourglass::letters::run(*arguments);
}
