// What our codec takes beside those that people use in its place, in one run. Those that were not linked are left out.
#include "table.hpp"

namespace {

/// `goal`: our speed as a multiple of the peer's; 0: none was set.
struct Comparison {
  const char* what;
  const char* verb;
  const char* ours;
  const char* peer;
  double small;
  double medium;
  double large;
};

constexpr Comparison kComparisons[] = {
    {"encode", "encode", "cqrs", "memcpy", 1, 0.25, 0.2},
    {"encode", "encode", "cqrs", "protobuf", 1.7, 1.7, 1.7},
    {"encode", "encode", "cqrs", "flatbuffers", 1.7, 1.7, 1.7},
    {"encode", "encode", "cqrs", "capnproto", 1.7, 1.7, 1.7},
    {"encode", "encode", "cqrs", "cereal", 1.7, 1.7, 1.7},
    {"encode, text checked", "encode", "cqrs_checked", "protobuf", 0, 0, 0},
    {"check and read in place", "read", "cqrs", "flatbuffers", 2, 4, 5},
    {"check and read in place", "read", "cqrs", "capnproto", 0, 0, 0},
    {"decode to a struct", "decode", "cqrs", "protobuf", 0.95, 0.95, 1.15},
    {"decode to a struct", "decode", "cqrs", "flatbuffers", 0.95, 0.95, 1.15},
    {"decode to a struct", "decode", "cqrs", "cereal", 0.95, 0.95, 1.15},
    {"write JSON", "encode", "json_cqrs", "json_nlohmann", 1, 1, 1},
    {"read JSON", "decode", "json_cqrs", "json_nlohmann", 1, 1, 1},
    {"read JSON", "decode", "json_cqrs", "json_simdjson", 1, 1, 1},
};

std::vector<bench::Ratio> ratios() {
  std::vector<bench::Ratio> all;
  for (const auto& one : kComparisons) {
    const auto add = [&](const std::string& size, double goal) {
      all.push_back({std::string(one.what) + " " + size, std::string(one.verb) + "_" + size + "_" + one.ours,
                     std::string(one.verb) + "_" + size + "_" + one.peer, goal});
    };
    add("S", one.small);
    add("M", one.medium);
    add("L", one.large);
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, ratios()); }
