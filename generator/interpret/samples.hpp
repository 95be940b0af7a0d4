#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interpret/value.hpp"
#include "model/model.hpp"

namespace cqrsc::interpret {

/// Sample bytes: what is stored of a few values of each released layout, and what they say. They lie beside the lock
/// file, and every later build must still read them. docs/samples-format.md has the form.

struct Sample {
  std::string layout;  ///< `bank.Account.AccountOpened`, `bank.Money`
  std::uint32_t version = 1;
  std::string bytes;
  std::string json;  ///< enums by number, because names may change
  bool operator==(const Sample&) const = default;
};

/// What an extern function that mappings call gave once; the same revision must give it for ever.
struct FunctionSample {
  std::string function;  ///< `bank.riskScore`
  std::uint32_t revision = 0;
  std::string arguments;  ///< a JSON list
  std::string result;     ///< JSON; `?` until a program with the function in it has been run
  bool operator==(const FunctionSample&) const = default;
};

struct SampleFile {
  std::vector<FunctionSample> functions;
  std::vector<Sample> samples;
  bool operator==(const SampleFile&) const = default;
};

/// Samples of every version of every event of the context and of the values that events hold, and arguments for the
/// extern functions with a revision. Always the same for the same layouts.
SampleFile samples_of(const model::Model& model);

/// `stored`, and of `fresh` what `stored` has nothing of yet: of a version that has lines, not one line ever changes.
SampleFile sealed(const SampleFile& stored, const SampleFile& fresh);

/// The text of the file; sorted, so the same for the same samples.
std::string write_samples(const SampleFile& file);
/// Any bytes are accepted; a failure begins with the line, `line 3: …`.
Result<SampleFile> read_samples(std::string_view text);

/// One for each sample of the context that cannot be read any more as it was meant: the layout is gone, the bytes are
/// refused, say something else, or do not lead to today. Ways that call C++ are not
/// followed.
std::vector<Failure> check_samples(const model::Model& model, const SampleFile& file);

}  // namespace cqrsc::interpret
