// Values that meet: of any type, but few different ones, so that keys come again and conditions hold now and then.
#pragma once

#include <cstdint>
#include <deque>

#include "interpret/arbitrary.hpp"
#include "interpret/value.hpp"
#include "model/aggregate.hpp"

namespace read_models {

class RandomValues {
 public:
  explicit RandomValues(std::uint64_t seed) : random_(seed * 7919 + 1, 3) {}

  std::uint64_t below(std::uint64_t limit) { return random_.below(limit); }
  cqrsc::interpret::Record record(const std::deque<cqrsc::model::Field>& fields);
  cqrsc::interpret::Value value(const cqrsc::model::Type& type);

 private:
  cqrsc::interpret::Int128 number(const cqrsc::model::Type& type);

  cqrsc::interpret::Arbitrary random_;
};

}  // namespace read_models
