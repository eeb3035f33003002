// Writes the fuzzers' seeds: small, whole files of every format, made as the tests make theirs.
//   fuzz_seeds FOLDER      one folder below it for each fuzzer
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "data/catalogue.h"
#include "data/made_files.h"
#include "data/made_matlab.h"
#include "data/made_pickles.h"
#include "data/made_tables.h"
#include "data/set_files.h"
#include "engine/codec.h"
#include "training/checkpoint.h"
#include "training/trainer.h"

namespace fs = std::filesystem;
using namespace hourglass;
using made::Bytes;

namespace {

class Seeds {
 public:
  explicit Seeds(fs::path root) : root_(std::move(root)) {}
  /// For its own codec, and for the front door, whose first byte chooses options.
  void add(const std::string& fuzzer, const Bytes& bytes, bool piece_byte = false) {
    write(fuzzer, bytes, piece_byte ? 1 : 0);
    for (std::uint8_t options : {0x00, 0x27}) write("decode", bytes, 1, options);
  }
  void write(const std::string& fuzzer, const Bytes& bytes, int lead = 0, std::uint8_t first = 64) {
    fs::create_directories(root_ / fuzzer);
    std::ofstream file(root_ / fuzzer / (std::to_string(number_++) + ".seed"), std::ios::binary);
    if (lead) file.put(static_cast<char>(first));
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }

 private:
  fs::path root_;
  int number_ = 0;
};

void add_png(Seeds& seeds) {
  for (bool interlaced : {false, true}) {
    for (int depth : {1, 2, 4, 8, 16}) {
      const std::vector<std::uint16_t> samples(9 * 7, 1);
      seeds.add("png", made::png(samples, {.width = 9, .height = 7, .depth = depth, .interlaced = interlaced}));
      if (depth <= 8) {
        seeds.add("png", made::png(samples, {.width = 9,
                                             .height = 7,
                                             .depth = depth,
                                             .colour = 3,
                                             .interlaced = interlaced,
                                             .palette = {1, 2, 3, 4, 5, 6},
                                             .transparency = {0, 200}}));
      }
      if (depth >= 8) {
        for (int colour : {2, 4, 6}) {
          seeds.add("png",
                    made::png(std::vector<std::uint16_t>(9 * 7 * 4, 77),
                              {.width = 9, .height = 7, .depth = depth, .colour = colour, .interlaced = interlaced}));
        }
      }
    }
  }
}

void add_arrays(Seeds& seeds, const ImageSet& set) {
  seeds.add("idx", made::idx_images(set));
  seeds.add("idx", made::idx_labels(set));
  seeds.add("idx", made::idx(Bytes(4 * 5 * 5 * 8, 0), {4, 5, 5}, 0x0E));
  seeds.add("npy", made::npy_images(set));
  seeds.add("npy", made::npy_labels(set));
  seeds.add("npy", made::npy(Bytes(2 * 64 * 4, 0), "<f4", "(2, 64)", true, 2));
  seeds.add("npy", made::npy(Bytes(2 * 64 * 2, 1), ">f2", "(2, 8, 8)", false, 3));
  seeds.add("npy", made::npy(made::raw<std::int64_t>({0, 1}), "<i8", "(2, 1)"));
}

void add_text(Seeds& seeds, const std::string& fuzzer, const std::string& text) {
  seeds.add(fuzzer, Bytes(text.begin(), text.end()), true);
}

void add_tables(Seeds& seeds) {
  for (const char* label : {"", "3,", "word,"}) {
    std::string text = label;
    for (int i = 0; i < 25; ++i) text += (i ? "," : "") + std::to_string(i * 10);
    text += "\n";
    seeds.add("csv", Bytes(text.begin(), text.end()), true);
    std::string twice = text + text;
    std::replace(twice.begin(), twice.end(), ',', ';');
    seeds.add("csv", Bytes(twice.begin(), twice.end()), true);
  }
  std::string header = "label", row = "\n7";
  for (int i = 0; i < 16; ++i) {
    header += ",pixel" + std::to_string(i);
    row += ",0.5";
  }
  const std::string table = header + row + row + "\n";
  add_text(seeds, "csv", table);
  std::string decimals = "sep=;\r", spaces = "# numbers\n", last;
  for (int i = 0; i < 17; ++i) {
    decimals += (i ? ";0," : "0,") + std::to_string(i);
    spaces += (i ? " " : "") + std::to_string(i) + ".5e+00";
    last += (i ? "," : "") + std::to_string(i * 5 % 60);
  }
  add_text(seeds, "csv", decimals + "\r");
  add_text(seeds, "csv", spaces + "\n");
  add_text(seeds, "csv", last + "\n" + last.substr(0, last.size() - 1) + "3\n");
  std::string utf16 = "\xFF\xFE";
  for (char c : table) utf16 += std::string(1, c) + '\0';
  add_text(seeds, "csv", utf16);

  add_text(seeds, "libsvm", "3 1:0.5 2:1 16:1\n4\n-1 3:7 # three\n");
  add_text(seeds, "libsvm", made::libsvm(made::images(2)));

  std::string cells = "0";
  for (int i = 1; i < 16; ++i) cells += "," + std::to_string(i * 17);
  add_text(seeds, "arff", made::arff_head(16, "class {3,4}") + cells + ",3\n{0 5, 16 4}\n");
  add_text(seeds, "arff", made::arff_head(16, "'the label' STRING") + cells + ",A\n" + cells + ",B\n");

  const std::string list = "[" + cells + "]";
  add_text(seeds, "json_table", "{\"data\": " + list + ", \"shape\": [4, 4]}");
  add_text(seeds, "json_table", "[[3," + cells + "],[4," + cells + "]]");
  add_text(seeds, "json_table", "[[" + cells + ",\"A\\u0042\\n\"]]");
  add_text(seeds, "json_table", "{\"image\":" + list + ",\"label\":3}\n{\"image\":" + list + ",\"output\":[0,0,1]}\n");
  add_text(seeds, "json_table",
           "{\"images\":[[[1,2,3,4],[1,2,3,4],[1,2,3,4],[1,2,3,4]]," + list + "],\"labels\":[\"a\",\"b\"]}");
}

void add_archives(Seeds& seeds, const ImageSet& set) {
  auto entries = made::folders(set);
  entries.push_back({"set/0/empty.png", {}});
  entries.push_back({"set/README", {'h', 'i'}});
  entries.push_back({"set/" + std::string(120, 'n') + "/" + std::string(120, 'f') + ".png", made::png(set.image(0))});
  seeds.add("tar", made::pax(entries), true);
  seeds.add("tar", made::gnutar(entries), true);
  entries.pop_back();
  seeds.add("tar", made::tar(entries), true);
  seeds.add("gzip", made::gzipped(made::tar(entries)), true);
  seeds.add("gzip", made::gzipped(made::idx_labels(set)), true);
  for (bool deflate : {true, false}) {
    seeds.add("zip", made::zip(entries, deflate));
    seeds.add("zip", made::zip({{"x_train.npy", made::npy_images(set)},
                                {"y_train.npy", made::npy_labels(set)},
                                {"x_test.npy", made::npy_images(set)},
                                {"y_test.npy", made::npy_labels(set)}},
                               deflate));
  }
  if (const auto saved = as_zip(set_as_arrays(set))) seeds.add("zip", joined_pieces(*saved));
  seeds.add("zip", made::packed(entries, [](archive* a) {
              archive_write_set_format_zip(a);
              archive_write_set_format_option(a, "zip", "zip64", "1");
            }));
}

void add_pairs(Seeds& seeds, const ImageSet& set) {
  Bytes both;
  for (const Bytes& file :
       {made::idx_images(set), made::idx_labels(set), made::png(set.image(0)), made::png(set.image(1))}) {
    made::put_big(both, file.size(), 2);
    both.insert(both.end(), file.begin(), file.end());
  }
  seeds.write("pair", both);
}

void add_catalogue(Seeds& seeds) {
  CatalogueEntry entry;
  entry.id = "a";
  entry.title = "A";
  entry.files = {{"a/a.gz", 10, "00"}};
  entry.split = {{0, 5}, {5, 6}, {6, 10}};
  entry.class_names = {"x"};
  const std::string json = write_catalogue({entry});
  seeds.write("catalogue", Bytes(json.begin(), json.end()));
}

/// Small runs of each kind of optimizer, before their first step and after two epochs.
void add_models(Seeds& seeds, const ImageSet& set) {
  for (const OptimizerKind optimizer : {OptimizerKind::sgd, OptimizerKind::adam}) {
    for (const bool tied : {true, false}) {
      Experiment experiment;
      experiment.network.encoder = {784, 2};
      experiment.network.tied = tied;
      experiment.training.optimizer = optimizer;
      experiment.training.batch = 2;
      Split split;
      for (std::uint32_t i = 0; i < set.size(); ++i) (i % 2 ? split.train : split.held_out).push_back(i);
      Trainer trainer(experiment, std::make_shared<const ImageSet>(set), split);
      trainer.run_epoch();
      const Checkpoint checkpoint{experiment, trainer.state(), set.class_names};
      seeds.write("model_file", save_checkpoint(checkpoint, optimizer == OptimizerKind::adam));
    }
  }
}

void add_message(Seeds& seeds, const Message& message) {
  Bytes all;
  for (const auto part : parts_of(message)) {
    made::put_big(all, part.size(), 2);
    all.insert(all.end(), part.begin(), part.end());
  }
  seeds.write("message", all);
}

template <class Variant, std::size_t... Kinds>
void add_each_kind(Seeds& seeds, Message (*encode)(Variant), std::index_sequence<Kinds...>) {
  (add_message(seeds, encode(Variant(std::in_place_index<Kinds>))), ...);
}

/// Every command and event as it is by default, and some with arrays.
void add_messages(Seeds& seeds, const ImageSet& set) {
  add_each_kind(seeds, encode_command, std::make_index_sequence<std::variant_size_v<Command>>());
  add_each_kind(seeds, encode_event, std::make_index_sequence<std::variant_size_v<Event>>());
  command::LoadFiles load;
  load.file_names = {"images", "labels"};
  load.files = {made::idx_images(set), made::idx_labels(set)};
  load.handles = {{3, 20}, {}};
  load.options = "{\"invert\":true}";
  add_message(seeds, encode_command(load));
  add_message(seeds, encode_command(command::GetImages{4, command::Subset::all, {0, 1, 2}}));
  add_message(seeds, encode_command(command::Restore{5, {}, 1.5, 7, {1, 2, 3}, {HistoryPoint{.epoch = 1, .step = 5}}}));
  add_message(seeds, encode_event(event::Codes{6, command::Subset::training, 1, 2.5, 2, {1, 2, 3, 4}}));
  add_message(seeds, encode_event(event::DataSheet{7, {{"a", 3}}, {"Few."}, Bytes(784, 1), Bytes(784, 2), 1}));
}

void add_pickles(Seeds& seeds, const ImageSet& set) {
  using enum made::PickleBy;
  for (const made::PickleBy by : {python2, lines, python2_lines, letters, frames, buffers}) {
    seeds.add("pickle", made::notmnist_pickle(set, set, set, by), true);
    seeds.add("pickle", made::mnist_pickle(set, set, set, by), true);
  }
}

void add_matlab(Seeds& seeds, const ImageSet& set) {
  const auto count = static_cast<std::uint32_t>(set.size());
  for (const bool packed : {false, true}) {
    for (const bool big_endian : {false, true}) {
      made::MatlabWriter file(packed, big_endian);
      const Bytes labels = file.matrix({"", {count, 1}, set.labels});
      file.variable({"images", {28, 28, count}, made::images_last(set)});
      file.variable("rest", {{"labels", labels}, {"note", file.text("two")}});
      file.put(file.cell("cell", {labels, file.record("", {{"y", labels}})}));
      seeds.add("matlab", file.out, true);
    }
  }
  for (const bool big_endian : {false, true})
    seeds.add("matlab", made::matlab4("images", count, 784, made::rows_by_column(set), 5, big_endian), true);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "fuzz_seeds FOLDER\n");
    return 2;
  }
  Seeds seeds{fs::path(argv[1])};
  const ImageSet set = made::images(2, 2);
  add_png(seeds);
  add_arrays(seeds, set);
  add_pickles(seeds, set);
  add_matlab(seeds, set);
  add_tables(seeds);
  add_archives(seeds, set);
  add_pairs(seeds, set);
  add_catalogue(seeds);
  add_models(seeds, set);
  add_messages(seeds, set);
  return 0;
}
