// Literals take the type around them, through functions that give what they take.
#include <gtest/gtest.h>

#include "run_analysis.hpp"

namespace cqrsc {
namespace {

std::string findings_of(const std::string& fields, const std::string& values) {
  return AnalysisRun(
             {{"test.cqrs", "context t\nid TId\naggregate T by TId {\n  state { n: int32 }\n  event E v1 { " + fields +
                                " }\n  command C creates {\n    emit E { " + values + " }\n  }\n  ignore E\n}\n"}})
      .findings();
}

TEST(LiteralContext, ReachesThroughFunctionsOfNumbers) {
  EXPECT_EQ(findings_of("a: int32", "a = abs(-3)"), "");
  EXPECT_EQ(findings_of("a: int8", "a = min(1, max(2, 3)) + 1"), "");
  EXPECT_EQ(findings_of("a: float64", "a = abs(-3)"), "");
  EXPECT_EQ(findings_of("a: int32?", "a = -abs(-4)"), "");
  EXPECT_EQ(findings_of("a: decimal(9, 2)", "a = abs(-3.5)"), "");
  EXPECT_EQ(findings_of("a: list<int32>", "a = [abs(-1), min(2, 3)]"), "");
  EXPECT_EQ(findings_of("a: int32", "a = if state.n > 0 then abs(-1) else max(1, 2)"), "");
}

TEST(LiteralContext, ReachesThroughFunctionsOfLists) {
  EXPECT_EQ(findings_of("a: int32", "a = sum([1, 2])"), "");
  EXPECT_EQ(findings_of("a: int8", "a = sum([abs(-1), 2])"), "");
  EXPECT_EQ(findings_of("a: float64", "a = sum([1, 2.5])"), "");
  EXPECT_EQ(findings_of("a: decimal(9, 2)", "a = sum([1, 2.5])"), "");
  EXPECT_EQ(findings_of("a: int32?", "a = max([1, 2])"), "");
  EXPECT_EQ(findings_of("a: date?", "a = min([\"2026-01-02\", \"2026-01-01\"])"), "");
  EXPECT_EQ(findings_of("a: int32?", "a = first([1, 2])"), "");
  EXPECT_EQ(findings_of("a: int16?", "a = last([])"), "");
  EXPECT_EQ(findings_of("a: list<int16>", "a = sort([2, 1])"), "");
  EXPECT_EQ(findings_of("a: list<int16>", "a = distinct([2, 1])"), "");
  EXPECT_EQ(findings_of("a: list<int16>", "a = filter([2, 1], x => x > 1)"), "");
}

TEST(LiteralContext, StopsWhereTheFunctionComputesSomethingElse) {
  EXPECT_NE(findings_of("a: int32", "a = count([1, 2])").find("`int32` is needed here"), std::string::npos);
  EXPECT_NE(findings_of("a: list<int32>", "a = map([1, 2], x => x + 1)").find("`list<int32>` is needed here"),
            std::string::npos);
  EXPECT_NE(findings_of("a: int32?", "a = max([1, 2], x => x + 1)").find("`int32?` is needed here"), std::string::npos);
}

TEST(LiteralContext, WhatDoesNotFitIsSaidOfTheLiteral) {
  EXPECT_NE(findings_of("a: int8", "a = abs(300)").find("300 does not fit `int8`"), std::string::npos);
  EXPECT_NE(findings_of("a: int8", "a = sum([1, 300])").find("300 does not fit `int8`"), std::string::npos);
  EXPECT_NE(findings_of("a: uint8", "a = -abs(3)").find("`-` does not work on `uint8`"), std::string::npos);
}

}  // namespace
}  // namespace cqrsc
