// What a fuzzer does for hours, in seconds: an entry is run over its corpus, and over damaged pieces of it.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "entry.hpp"

namespace fuzz {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void add_files(const fs::path& folder, const std::string& extension, std::vector<fs::path>& paths) {
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && (extension.empty() || entry.path().extension() == extension))
      paths.push_back(entry.path());
  }
}

std::vector<std::string> read_seeds() {
  std::vector<fs::path> paths;
  add_files(CQRS_FUZZ_CORPUS, "", paths);
  if (const char* more = std::getenv("CQRS_FUZZ_INPUTS")) add_files(more, "", paths);
  const std::string folders = CQRS_FUZZ_SEEDS;
  for (std::size_t at = 0; at < folders.size();) {
    const std::size_t end = std::min(folders.find(':', at), folders.size());
    add_files(folders.substr(at, end - at), ".cqrs", paths);
    at = end + 1;
  }
  std::ranges::sort(paths);
  std::vector<std::string> seeds;
  for (const fs::path& path : paths) seeds.push_back(content_of(path));
  return seeds;
}

const std::vector<std::string>& seeds() {
  static const std::vector<std::string> kSeeds = read_seeds();
  return kSeeds;
}

// One of the things that happen to a text while it is edited, or to bytes on a disk: a piece is lost, doubled, or comes
// from another place; a byte is another, or zero.
std::string damaged(const std::string& input, const std::string& other, std::mt19937& random) {
  const auto below = [&](std::size_t end) { return end == 0 ? 0 : random() % end; };
  std::string result = input;
  const std::size_t at = below(input.size());
  const std::size_t length = 1 + below(random() % 2 == 0 ? 12 : 200);
  switch (random() % 6) {
    case 0: result.erase(at, length); break;
    case 1: result.insert(at, input.substr(at, length)); break;
    case 2: result.insert(at, other.substr(below(other.size()), length)); break;
    case 3: result.replace(at, length, other.substr(below(other.size()), length)); break;
    case 4: result.replace(at, 1, 1, static_cast<char>(random())); break;
    default: result.replace(at, 1, 1, '\0');
  }
  return result;
}

// Kept in a file while it runs, for the case that the program ends.
void run(const std::string& input) {
  const fs::path kept = fs::path(testing::TempDir()) / (CQRS_FUZZ_ENTRY "_fuzz_input");
  std::ofstream(kept, std::ios::binary) << input;
  try {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  } catch (const std::exception& broken) {
    FAIL() << broken.what() << "\nthe input:\n" << input;
  }
  fs::remove(kept);
}

/// By hand: another number than the one of the tests.
std::uint32_t asked(const char* variable, std::uint32_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<std::uint32_t>(std::stoul(text));
}

TEST(CQRS_FUZZ_SUITE, HoldsForItsCorpus) {
  ASSERT_FALSE(seeds().empty());
  run("");
  for (const std::string& seed : seeds()) ASSERT_NO_FATAL_FAILURE(run(seed));
}

TEST(CQRS_FUZZ_SUITE, HoldsForWhatIsDamaged) {
  ASSERT_FALSE(seeds().empty());
  std::mt19937 random(asked("CQRS_FUZZ_SEED", 20251121));
  for (std::uint32_t i = asked("CQRS_FUZZ_RUNS", CQRS_FUZZ_RUNS); i > 0; --i) {
    std::string input = seeds()[random() % seeds().size()];
    for (std::size_t times = 1 + random() % 3; times > 0; --times)
      input = damaged(input, seeds()[random() % seeds().size()], random);
    ASSERT_NO_FATAL_FAILURE(run(input));
  }
}

}  // namespace
}  // namespace fuzz
