"""Forecasts of other libraries, for forecast-peers/measure.mjs: reads a question as JSON from standard input and writes one line of JSON a series.

Question: {"peer": "AutoETS", "period": 24, "horizon": 48, "level": 95, "series": [[...], ...]}
Answer:   {"predicted": [...], "lower": [...], "upper": [...], "cpuMs": 12.3}

The first series is forecast once before, unmeasured: what is compiled or loaded then does not count. One thread each.
"""

import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NIXTLA_NUM_THREADS"):
    os.environ[variable] = "1"

import logging
import warnings

import numpy as np

warnings.simplefilter("ignore")
logging.disable(logging.ERROR)


def statsforecast_model(peer, period):
    from statsforecast.models import MSTL, AutoARIMA, AutoETS

    if peer == "AutoARIMA":
        return AutoARIMA(season_length=period)
    if peer == "AutoETS":
        return AutoETS(season_length=period)
    # A day and a week, where the step is an hour.
    return MSTL(season_length=[period, 7 * period] if period == 24 else [period])


def with_statsforecast(question, values):
    level = question["level"]
    model = statsforecast_model(question["peer"], question["period"])
    answer = model.forecast(y=values, h=question["horizon"], level=[level])
    return answer["mean"], answer[f"lo-{level}"], answer[f"hi-{level}"]


def with_prophet(question, values):
    import pandas as pd
    from prophet import Prophet

    # A Monday, and hours, as measure.mjs has them: Prophet asks for a calendar.
    frame = pd.DataFrame(
        {"ds": pd.date_range("2024-01-01", periods=len(values), freq="h"), "y": values}
    )
    model = Prophet(interval_width=question["level"] / 100)
    model.fit(frame, seed=1)
    future = model.make_future_dataframe(question["horizon"], freq="h", include_history=False)
    answer = model.predict(future)
    return answer["yhat"], answer["yhat_lower"], answer["yhat_upper"]


def cpu_seconds():
    """Of this process and the programs that it started: Prophet's optimizer is one."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main():
    question = json.load(sys.stdin)
    forecast = with_prophet if question["peer"] == "Prophet" else with_statsforecast
    series = [np.asarray(values, dtype=float) for values in question["series"]]
    np.random.seed(1)
    forecast(question, series[0][-10 * question["period"] :])
    for values in series:
        before = cpu_seconds()
        predicted, lower, upper = (np.asarray(part, dtype=float).tolist() for part in forecast(question, values))
        cpu_ms = 1000 * (cpu_seconds() - before)
        line = {"predicted": predicted, "lower": lower, "upper": upper, "cpuMs": cpu_ms}
        print(json.dumps(line), flush=True)


main()
